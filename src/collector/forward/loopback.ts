/** Whether a URL's host name is this machine under its own addresses. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127\./.test(name);
}

/** The same for addresses that reach whatever listens on this machine. */
export function reachesThisMachine(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/^\[|\]$/g, '');
  return isLoopback(name) || name === '0.0.0.0' || name === '::' || name.startsWith('::ffff:7f');
}
