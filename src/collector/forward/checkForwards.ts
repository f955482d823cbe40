import { type ForwardSettings, forwardProtocols } from '../../shared/forward.ts';
import { headerValueProblem, isHeaderValue } from '../../shared/headerValue.ts';
import { UserError } from '../../shared/userError.ts';
import { grpcTarget } from './grpcSender.ts';
import { reachesThisMachine } from './loopback.ts';

/**
 * Throws a `UserError` where forwards cannot be: a name twice, an endpoint that is none, or Spanline itself, whose receivers are
 * `own` (`127.0.0.1:4317`).
 */
export function checkForwards(forwards: readonly ForwardSettings[], own: readonly string[]): void {
  const names = new Set<string>();
  for (const forward of forwards) {
    const { name } = forward;
    if (typeof name !== 'string' || name.trim() === '') throw new UserError('Each forward needs a name.');
    if (names.has(name)) throw new UserError(`Two forwards are called "${name}". Give each its own name.`);
    names.add(name);
    check(forward, own);
  }
}

/** Throws a `UserError` where a header has a value that cannot be sent, as a variable with a line break at its end. */
export function checkHeaderValues({ name, headers = {} }: ForwardSettings): void {
  for (const [header, value] of Object.entries(headers))
    if (!isHeaderValue(value)) throw new UserError(headerValueProblem(header, name));
}

function check(forward: ForwardSettings, own: readonly string[]): void {
  const { name, protocol, tls } = forward;
  if (!forwardProtocols.includes(protocol)) {
    const known = forwardProtocols.join(', ');
    throw new UserError(`The forward "${name}" needs a protocol (${known}), not ${String(protocol)}.`);
  }
  const url = endpointOf(forward);
  if (protocol === 'otlp/grpc' && url.pathname !== '/')
    throw new UserError(
      `The endpoint of the forward "${name}" has a path, which OTLP/gRPC has not. Leave it out, or use otlp/http.`,
    );
  if (tls !== undefined && url.protocol === 'http:' && Object.keys(tls).length > 0)
    throw new UserError(
      `The forward "${name}" has settings for TLS, but its endpoint begins with http://. Use https://.`,
    );
  if (isOwn(url, own))
    throw new UserError(
      `The forward "${name}" would send to Spanline itself (${url.host}). Give it the endpoint of another back end.`,
    );
}

/** The endpoint; it is shown to people, so that nothing secret may be in it. */
function endpointOf({ name, endpoint }: ForwardSettings): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UserError(
      `The endpoint of the forward "${name}" must be an address like http://localhost:4318 or https://api.example.com.`,
    );
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new UserError(
      `The endpoint of the forward "${name}" must not hold a user, a password or a query. Put what is secret into its headers.`,
    );
  return url;
}

function isOwn(url: URL, own: readonly string[]): boolean {
  if (!reachesThisMachine(url.hostname)) return false;
  const port = grpcTarget(url).replace(/^.*:/, '');
  const used = url.port === '' && url.protocol === 'http:' ? ['80', port] : [port];
  return own.some((address) => used.includes(address.replace(/^.*:/, '')));
}
