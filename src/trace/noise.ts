import { statusCodes } from '../shared/spanKind.ts';
import { spanFlags, type TraceColumns } from '../shared/traceColumns.ts';
import { matchOnce } from './matchOnce.ts';

const failed = statusCodes.indexOf('error');

/** Paths that orchestrators, scrapers and load balancers ask; the whole call is about nothing else. */
const healthCheck =
  /(?:^|[\s/])(?:health|healthz|health-?check|livez?|liveness|livez|readyz?|readiness|ping|metrics|actuator\/(?:health|prometheus)[\w/]*|grpc\.health\.v1\.Health(?:\/\w+)?)\/?(?:\?\S*)?$/i;

/** Spans that frameworks make for their own parts, not for what the program does. */
const internals = [
  // Express, Koa, Connect, Restify, NestJS, Fastify of opentelemetry-js-contrib.
  /^middleware\b/i,
  /^router - /,
  /^(?:hook|handler) - /,
  /^(?:request handler|request_handler) - \/?\*?$/,
  /^(?:onRequest|preParsing|preValidation|preHandler|preSerialization|onSend|onResponse)(?:\b|$)/,
  // The parts of a connection.
  /^(?:tcp|tls|dns|net|ssl)[.:](?:connect|lookup|resolve|handshake|negotiate)\b/i,
  /^(?:dns\.lookup|tcp\.connect|tls\.connect|net\.connect|ssl_handshake)$/,
  // The messages of ASGI.
  /\b(?:http|websocket) (?:send|receive)$/,
  /^(?:http|websocket)\.(?:send|receive|response\.(?:start|body)|request)$/,
];

/** A part of all that is noise by the rules above: most texts have none, and are looked at once instead of ten times. */
const hint =
  /health|live|read[iy]|ping|metrics|actuator|middleware|router|hook|handler|request|on[rs]e|pre[pvhs]|connect|lookup|resolve|handshake|negotiate|send|receive|response/i;

/** What takes this share of the trace, or more, is where time went, whatever its name. */
const worthShowing = 0.05;

/**
 * 1 for spans that are noise by rule: health checks with all below them, and the internals of frameworks. A span is
 * noise only where everything below it is, so a row of noise can be folded with its whole subtree and no other row
 * moves: rows fold where a noise span's parent is none. Never noise: a failed span, one with an exception, events or
 * links, one that takes a twentieth of the trace, and the first level. Two passes.
 */
export function noiseOf(trace: TraceColumns): Uint8Array {
  const noise = candidates(trace);
  // Backwards, a span comes behind all that is below it.
  for (let i = trace.count - 1; i >= 0; i--) {
    if (noise[i] === 1 && matters(trace, i)) noise[i] = 0;
    const above = trace.parent[i] as number;
    if (noise[i] === 0 && above >= 0) noise[above] = 0;
  }
  return noise;
}

function candidates({ count, parent, name, note, strings }: TraceColumns): Uint8Array {
  const mayBe = matchOnce(strings, (text) => hint.test(text));
  const isHealthText = matchOnce(strings, (text) => healthCheck.test(text));
  const isInternalText = matchOnce(strings, (text) => internals.some((pattern) => pattern.test(text)));
  const isHealth = (text: number): boolean => mayBe(text) && isHealthText(text);
  const isInternal = (text: number): boolean => mayBe(text) && isInternalText(text);
  const noise = new Uint8Array(count);
  const health = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const above = parent[i] as number;
    if (above < 0) continue;
    if (health[above] === 1 || isHealth(name[i] as number) || isHealth(note[i] as number)) health[i] = 1;
    if (health[i] === 1 || isInternal(name[i] as number)) noise[i] = 1;
  }
  return noise;
}

function matters({ status, flags, eventOffset, duration, durationNano }: TraceColumns, i: number): boolean {
  return (
    status[i] === failed ||
    ((flags[i] as number) & (spanFlags.exception | spanFlags.links)) !== 0 ||
    eventOffset[i + 1] !== eventOffset[i] ||
    (duration[i] as number) >= worthShowing * durationNano
  );
}
