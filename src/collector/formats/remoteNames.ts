/**
 * Attributes that name what is on the other side of a span, in the order of preference (OpenTelemetry
 * specification, "OpenTelemetry to Zipkin Transformation", remote endpoint).
 */
export const remoteNames: readonly { readonly name: string; readonly port?: string }[] = [
  { name: 'peer.service' },
  { name: 'server.address' },
  { name: 'net.peer.name' },
  { name: 'network.peer.address', port: 'network.peer.port' },
  { name: 'server.socket.domain' },
  { name: 'server.socket.address', port: 'server.socket.port' },
  { name: 'net.sock.peer.name' },
  { name: 'net.sock.peer.addr', port: 'net.sock.peer.port' },
  { name: 'peer.hostname' },
  { name: 'peer.address' },
  { name: 'db.name' },
];

/** Attribute that says that a Zipkin span had no timestamp (the Collector's translation has the same). */
export const startAbsentKey = 'otel.zipkin.absentField.startTime';

/** Attributes for what Zipkin says of a span and OpenTelemetry has no field for. */
export const sharedKey = 'otel.zipkin.shared';
export const debugKey = 'otel.zipkin.debug';
/** The remote endpoint's service, where `peer.service` says something else. */
export const remoteServiceKey = 'otel.zipkin.remoteEndpoint.serviceName';

const resourcePrefixes = [
  'service.',
  'telemetry.',
  'host.',
  'os.',
  'process.',
  'container.',
  'k8s.',
  'cloud.',
  'deployment.',
  'device.',
  'webengine.',
];

/** Whether semantic conventions define the attribute for resources; Zipkin has one place for both kinds. */
export function isResourceKey(key: string): boolean {
  return resourcePrefixes.some((prefix) => key.startsWith(prefix));
}
