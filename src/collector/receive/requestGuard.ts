/** Names under which programs of this machine reach it; the last is what containers call their host. */
const loopbackNames = /^(localhost|[a-z0-9-]+\.localhost|host\.docker\.internal)$/i;
const loopbackAddress = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/**
 * Whether `Host` or `:authority` names this machine. A page that was rebound to 127.0.0.1 by its name server
 * still sends its own name.
 */
export function isOwnHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:\d{1,5}$/, '');
  return loopbackNames.test(name) || loopbackAddress.test(name);
}

/** The host of a request that may say it twice, in its target and in `Host`: where one is not ours, that one. */
export function hostOf(target: string | undefined, header: string | undefined): string | undefined {
  if (target === undefined) return header;
  return header === undefined || isOwnHost(header) ? target : header;
}

/** Whether a page of this origin may send spans: front ends that are served from this machine, and those that a setting names. */
export function isAllowedOrigin(origin: string, allowed: ReadonlySet<string>): boolean {
  const match = /^https?:\/\/([^/]+)$/i.exec(origin);
  return (match !== null && isOwnHost(match[1])) || allowed.has(origin);
}

/** The headers that say who asks. */
export interface Asker {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

/** Why a request is refused, as a sentence, or `undefined` where it may come in. */
export function refusalOf(
  { host, origin, fetchSite }: Asker,
  allowedOrigins: ReadonlySet<string>,
): string | undefined {
  if (!isOwnHost(host))
    return 'Spanline only answers requests to this machine by a loopback name or address.';
  if (origin !== undefined && !isAllowedOrigin(origin, allowedOrigins)) {
    return `Spanline takes spans of pages from loopback origins only, not from ${origin}. The setting for allowed origins takes others.`;
  }
  if (origin === undefined && fetchSite === 'cross-site') return 'Spanline takes no requests of other sites.';
  return undefined;
}
