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

/** Whether a page of this origin may send spans: only front ends that are served from this machine. */
export function isLoopbackOrigin(origin: string): boolean {
  const match = /^https?:\/\/([^/]+)$/.exec(origin);
  return match !== null && isOwnHost(match[1]);
}

/** The headers that say who asks. */
export interface Asker {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

/** Why a request is refused, as a sentence, or `undefined` where it may come in. */
export function refusalOf({ host, origin, fetchSite }: Asker): string | undefined {
  if (!isOwnHost(host))
    return 'Spanline only answers requests to this machine by a loopback name or address.';
  if (origin !== undefined && !isLoopbackOrigin(origin)) {
    return `Spanline takes spans of pages from loopback origins only, not from ${origin}.`;
  }
  if (origin === undefined && fetchSite === 'cross-site') return 'Spanline takes no requests of other sites.';
  return undefined;
}
