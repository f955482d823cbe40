import { parseCurl } from './curlCommand.ts';
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from './ids.ts';

/** A trace that some text names, perhaps with one of its spans. */
export interface TraceReference {
  readonly traceId: TraceId;
  readonly spanId?: SpanId;
}

/**
 * The trace that a pasted text names: a `traceparent` (W3C Trace Context), B3 in one header or several, Jaeger's
 * `uber-trace-id`, Datadog's decimal ids, an AWS X-Ray root, Google's `X-Cloud-Trace-Context`, a link of ours or of another
 * viewer, a log line, a `curl` command with one of those headers, or a bare id of 32 or 16 digits. Ids of 64 bits are filled up with
 * zeros on the left, as receivers keep them. `undefined` where it names none; of several, the one of the surest form.
 */
export function parseTraceReference(text: string): TraceReference | undefined {
  const curl = parseCurl(text);
  if (curl === undefined) return first([link, ...headerForms, ...looseForms], text);
  // Ids in its address or body are anything but traces.
  return first(headerForms, curl.request.headers.map((pair) => pair.join(': ')).join('\n'));
}

type Form = (text: string) => TraceReference | undefined;

function first(forms: readonly Form[], text: string): TraceReference | undefined {
  for (const form of forms) {
    const reference = form(text);
    if (reference !== undefined) return reference;
  }
  return undefined;
}

/** Between a name and its value in headers, JSON (also inside of a string), logs and environments. */
const is = String.raw`\\*["']?\s*[:=]\s*\\*["']?`;
const notHexBefore = '(?<![0-9a-z])';
const notHexAfter = '(?![0-9a-z])';

const headerForms: readonly Form[] = [
  traceparent,
  b3Headers,
  xRay,
  uberTraceId,
  datadog,
  cloudTrace,
  b3Single,
];
const looseForms: readonly Form[] = [labelled, bareLong, bareShort, bareDecimal];

/** `…://spanline.spanline/trace/ID?span=ID`, and Jaeger's `/trace/ID?uiFind=ID`. */
function link(text: string): TraceReference | undefined {
  const [, trace = '', span = ''] =
    /\/trace\/([0-9a-f]{32}|[0-9a-f]{16})(?![0-9a-f])(?:\?\S*?(?:span|uiFind)=([0-9a-f]{16}))?/i.exec(text) ??
    [];
  return reference(trace, span);
}

function traceparent(text: string): TraceReference | undefined {
  const form = new RegExp(
    `${notHexBefore}[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}${notHexAfter}`,
    'i',
  );
  const [, trace = '', span = ''] = form.exec(text) ?? [];
  return reference(trace, span);
}

function b3Headers(text: string): TraceReference | undefined {
  const trace = new RegExp(`x-b3-traceid${is}([0-9a-f]{32}|[0-9a-f]{16})`, 'i').exec(text)?.[1];
  const span = new RegExp(`x-b3-spanid${is}([0-9a-f]{16})`, 'i').exec(text)?.[1];
  return trace === undefined ? undefined : reference(trace, span);
}

/** `{trace}-{span}-{sampled}-{parent}`, whose last two parts may be missing; Sentry's is of the same form. */
function b3Single(text: string): TraceReference | undefined {
  const form = new RegExp(
    `${notHexBefore}([0-9a-f]{32}|[0-9a-f]{16})-([0-9a-f]{16})(?:-[01d](?:-[0-9a-f]{16})?)?${notHexAfter}`,
    'i',
  );
  const [, trace = '', span = ''] = form.exec(text) ?? [];
  return reference(trace, span);
}

/** `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`. */
function xRay(text: string): TraceReference | undefined {
  const [, time = '', rest = ''] =
    /(?<![0-9a-z-])1-([0-9a-f]{8})-([0-9a-f]{24})(?![0-9a-f])/i.exec(text) ?? [];
  const span = /\bParent=([0-9a-f]{16})(?![0-9a-f])/i.exec(text)?.[1];
  return reference(time + rest, span);
}

/** `{trace}:{span}:{parent}:{flags}` without leading zeros, and perhaps percent-encoded; without its name, no clock time. */
function uberTraceId(text: string): TraceReference | undefined {
  const rest = ':([0-9a-f]{1,16}):[0-9a-f]{1,16}:[0-9a-f]{1,2}(?![0-9a-z:])';
  const named = new RegExp(`uber-trace-id${is}([0-9a-f]{1,32})${rest}`, 'i');
  const alone = new RegExp(`(?<![0-9a-z:])([0-9a-f]{8,32})${rest}`, 'i');
  const plain = text.replace(/%3a/gi, ':');
  const [, trace = '', span = ''] = named.exec(plain) ?? alone.exec(plain) ?? [];
  return reference(trace, span.padStart(16, '0'));
}

/** Decimal ids of 64 bits; the upper half of the trace's stands in another header, in hexadecimal. */
function datadog(text: string): TraceReference | undefined {
  const trace = new RegExp(`(?:x-datadog-trace-id|dd[._]trace_?id)${is}(\\d{1,20})${notHexAfter}`, 'i').exec(
    text,
  )?.[1];
  const span = new RegExp(`(?:x-datadog-parent-id|dd[._]span_?id)${is}(\\d{1,20})${notHexAfter}`, 'i').exec(
    text,
  )?.[1];
  const upper = /_dd\.p\.tid=([0-9a-f]{16})/i.exec(text)?.[1] ?? '';
  return trace === undefined ? undefined : reference(upper + hexOfDecimal(trace), span && hexOfDecimal(span));
}

/** `{trace}/{span in decimal};o=1`. */
function cloudTrace(text: string): TraceReference | undefined {
  const [, trace = '', span] =
    /(?<![0-9a-z])([0-9a-f]{32})\/(\d{1,20})(?:;o=\d)?(?![0-9a-z])/i.exec(text) ?? [];
  return reference(trace, span && hexOfDecimal(span));
}

/** `trace_id=…`, `"traceId":"…"`, `trace.id: …`, `[trace_id] …`. */
function labelled(text: string): TraceReference | undefined {
  const label = (name: string): string => `\\b${name}[._ -]?id\\]?${is}`;
  const trace = new RegExp(`${label('trace')}([0-9a-f]{32}|[0-9a-f]{16})${notHexAfter}`, 'i').exec(text)?.[1];
  const span = new RegExp(`${label('span')}([0-9a-f]{16})${notHexAfter}`, 'i').exec(text)?.[1];
  return trace === undefined ? undefined : reference(trace, span);
}

/** 32 digits anywhere; as a UUID, whose dashes some tools add, only where nothing else is there. */
function bareLong(text: string): TraceReference | undefined {
  const uuid = /^\s*([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\s*$/i.exec(text);
  if (uuid !== null) return reference(uuid.slice(1).join(''));
  const found = text.match(new RegExp(`${notHexBefore}(?:0x)?[0-9a-f]{32}${notHexAfter}`, 'i'))?.[0] ?? '';
  return reference(found.replace(/^0x/i, ''));
}

function bareShort(text: string): TraceReference | undefined {
  return reference(/^\s*["']?(?:0x)?([0-9a-f]{16})["']?\s*$/i.exec(text)?.[1] ?? '');
}

/** More digits than a hexadecimal id of 64 bits has, so that it can only be a decimal one. */
function bareDecimal(text: string): TraceReference | undefined {
  const [, digits] = /^\s*["']?(\d{17,20})["']?\s*$/.exec(text) ?? [];
  return digits === undefined ? undefined : reference(hexOfDecimal(digits));
}

function hexOfDecimal(digits: string): string {
  return BigInt(digits).toString(16).padStart(16, '0');
}

/** `undefined` where the trace's id is none; a span's id that is none is left out. */
function reference(trace: string, span = ''): TraceReference | undefined {
  const traceId = trace === '' ? undefined : parseTraceId(trace.padStart(32, '0'));
  const spanId = parseSpanId(span);
  if (traceId === undefined) return undefined;
  return spanId === undefined ? { traceId } : { traceId, spanId };
}
