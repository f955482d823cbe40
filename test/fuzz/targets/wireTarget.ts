import { placeKeys } from '../../../src/collector/otlp/placeKeys.ts';
import { SpanScanner } from '../../../src/collector/otlp/spanScanner.ts';
import { MalformedError } from '../../../src/collector/otlp/wireReader.ts';
import { WireWriter } from '../../../src/collector/otlp/wireWriter.ts';
import { spanFlags } from '../../../src/shared/traceColumns.ts';
import { decodeWithReference } from '../../unit/collector/otlpReference.ts';
import { otlpMessages } from '../corpus.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { decodeShallow, hexOf } from '../otlpMessages.ts';
import { ProtoInput } from '../protoInput.ts';

const inputs = new ProtoInput(otlpMessages('traces'));
const scanner = new SpanScanner();

/**
 * The scanner against protobufjs: both refuse a request, or all spans are the same, each of them read or refused. They may
 * differ in what the scanner passes over, and in nothing else: what is broken only inside attributes, links or texts, which stay as they
 * came; where one of our limits is meant (`isOurLimit`); and in the key of an attribute that says it twice, of which we take
 * the first.
 */
export const wireTarget: FuzzTarget = {
  name: 'wire',
  share: 400,
  make: (random) => inputs.make(random),
  check: (input) => {
    const ours = outcomeOf(() => scanned(new Uint8Array(input)));
    const theirs = outcomeOf(() => expected(input));
    if (ours.error !== undefined && !(ours.error instanceof MalformedError)) throw ours.error;
    if (ours.value !== undefined && theirs.value !== undefined) compare(ours.value, theirs.value);
    else if (ours.value !== undefined)
      throw new Error(`kept what protobufjs refuses: ${String(theirs.error)}`);
    else if (theirs.value !== undefined && !isOurLimit(ours.error?.message) && isWhole(input)) {
      throw new Error(`refused what protobufjs reads: ${ours.error?.message}`);
    }
  },
};

/** A line of what the scanner says, and why it refused a span; a line of what protobufjs says, with the span. */
interface Line {
  readonly text: string;
  /** Attributes that tell a place in the code; `undefined` where their keys are not sure. */
  readonly places?: string | undefined;
  readonly refused?: string;
  readonly span?: Uint8Array;
}

const refusedLine = 'refused';

function compare(ours: readonly Line[], theirs: readonly Line[]): void {
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    const [mine, other] = [ours[i], theirs[i]];
    const arePlaces = other?.places === undefined || mine?.places === other.places;
    if (mine?.text === other?.text && (arePlaces || mine?.text === refusedLine)) continue;
    const span = other?.span;
    const isExcused =
      mine?.text === refusedLine &&
      span !== undefined &&
      (isOurLimit(mine.refused) || !isWhole(requestOf(span)));
    if (!isExcused) throw new Error(`other than protobufjs:\n${told(mine)}\n${told(other)}`);
  }
}

function told(line: Line | undefined): string {
  return JSON.stringify({ ...line, span: undefined });
}

/** A request with one span, by the reference. */
function requestOf(span: Uint8Array): Uint8Array {
  const wrap = (number: number, content: Uint8Array): Uint8Array => {
    const writer = new WireWriter();
    writer.tag(number, 2);
    writer.bytes(content);
    return writer.finish();
  };
  return wrap(1, wrap(2, wrap(2, span)));
}

/** Limits that protobufjs sets elsewhere. */
export function isOurLimit(message = ''): boolean {
  return /longer than ten bytes|groups are nested too deeply/.test(message);
}

export interface Outcome<T> {
  readonly value?: T;
  readonly error?: Error;
}

export function outcomeOf<T>(read: () => T): Outcome<T> {
  try {
    return { value: read() };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

function isWhole(input: Uint8Array): boolean {
  return outcomeOf(() => decodeWithReference(input)).error === undefined;
}

/** What the scanner says, span by span. */
function scanned(bytes: Uint8Array<ArrayBuffer>): Line[] {
  const lines: Line[] = [];
  const hex = (start: number, end: number): string => Buffer.from(bytes.subarray(start, end)).toString('hex');
  scanner.scan(bytes, {
    group: ({ origin }) =>
      void lines.push({
        text: `${hex(origin.serviceStart, origin.serviceEnd)} / ${hex(origin.scopeNameStart, origin.scopeNameEnd)}`,
      }),
    refused: (reason) => void lines.push({ text: refusedLine, refused: reason }),
    span: (it) => {
      const parent = it.parentIdAt < 0 ? '' : hex(it.parentIdAt, it.parentIdAt + 8);
      const high = (BigInt(it.startHigh) << 32n) | BigInt(it.startLow);
      const end = (BigInt(it.endHigh) << 32n) | BigInt(it.endLow);
      lines.push({
        text: [
          hex(it.traceIdAt, it.traceIdAt + 16),
          hex(it.spanIdAt, it.spanIdAt + 8),
          parent,
          hex(it.nameStart, it.nameEnd),
          it.kind,
          it.status,
          high,
          end,
          it.flags,
          [...it.links.ids.subarray(0, 6 * it.links.count)]
            .map((word) => word.toString(16).padStart(8, '0'))
            .join(''),
        ].join(' '),
        places: placesOf(it, hex),
      });
    },
  });
  return lines;
}

function placesOf({ places }: SpanScanner, hex: (start: number, end: number) => string): string {
  return Array.from({ length: places.count }, (_, i) => {
    const [start = 0, end = 0] = places.ranges.subarray(2 * i, 2 * i + 2);
    return `${places.keys[i]}=${valueIn(Buffer.from(hex(start, end), 'hex'))}`;
  }).join();
}

/** The value in a `KeyValue`, the last of several; what is broken there is told as such. */
function valueIn(bytes: Uint8Array): string {
  const { value } = outcomeOf(() => decodeShallow('KeyValue', bytes));
  return value === undefined ? 'broken' : lastHex(value['value']);
}

function lastHex(values: unknown): string {
  const last = (values as Uint8Array[]).at(-1);
  return last === undefined ? 'none' : hexOf(last);
}

/** A `Long`, or a number where there is none. */
type Word = number | { toString(): string };

interface ShallowSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly name: Uint8Array;
  readonly kind: number;
  readonly startTimeUnixNano: Word;
  readonly endTimeUnixNano: Word;
  readonly attributes: readonly Uint8Array[];
  readonly events: readonly { readonly name: readonly Uint8Array[] }[];
  readonly links: readonly Uint8Array[];
  readonly status: { readonly code: number } | null;
}

interface ShallowResourceSpans {
  readonly resource: readonly Uint8Array[];
  readonly scopeSpans: readonly {
    readonly scope: readonly Uint8Array[];
    readonly spans: readonly Uint8Array[];
  }[];
}

/** The same by protobufjs. */
function expected(input: Uint8Array): Line[] {
  const groups = decodeShallow('Request', input)['resourceSpans'] as readonly ShallowResourceSpans[];
  return groups.flatMap(({ resource, scopeSpans }) => {
    const service = resource[0] === undefined ? '' : serviceOf(resource[0]);
    return scopeSpans.flatMap(({ scope, spans }) => {
      const name = scope[0] === undefined ? '' : hexOf(decodeShallow('Scope', scope[0])['name']);
      return [{ text: `${service} / ${name}` }, ...spans.map(lineOf)];
    });
  });
}

function serviceOf(resource: Uint8Array): string {
  let service = '';
  for (const { key, value } of decodeShallow('Resource', resource)['attributes'] as {
    key: Uint8Array;
    value: Uint8Array[];
  }[]) {
    const last = value.at(-1);
    if (!isText(key, 'service.name') || last === undefined) continue;
    const any = decodeShallow('AnyValue', last);
    // An `AnyValue` without a text leaves the name that came before.
    if (hasText(last)) service = hexOf(any['stringValue']);
  }
  return service;
}

/** Field 1 of `KeyValue` is as field 1 of `AnyValue`. */
function hasText(anyValue: Uint8Array): boolean {
  return (decodeShallow('Texts', anyValue)['texts'] as Uint8Array[]).length > 0;
}

function isText(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes).equals(Buffer.from(text));
}

function lineOf(bytes: Uint8Array): Line {
  const { value } = outcomeOf(() => decodeShallow('Span', bytes) as unknown as ShallowSpan);
  if (value === undefined || isRefused(value)) return { span: bytes, text: refusedLine };
  const isSure = value.attributes.every(saysKeyOnce);
  return { span: bytes, text: textOf(value), places: isSure ? placesIn(value) : undefined };
}

function textOf(span: ShallowSpan): string {
  return [
    hexOf(span.traceId),
    hexOf(span.spanId),
    isZero(span.parentSpanId) ? '' : hexOf(span.parentSpanId),
    hexOf(span.name),
    Math.min(span.kind >>> 0, 7),
    Math.min((span.status?.code ?? 0) >>> 0, 3),
    span.startTimeUnixNano,
    span.endTimeUnixNano,
    flagsOf(span),
    span.links.map(linkOf).join(''),
  ].join(' ');
}

function isRefused({ traceId, spanId, parentSpanId }: ShallowSpan): boolean {
  const areIds = traceId.length === 16 && spanId.length === 8 && !isZero(traceId) && !isZero(spanId);
  return !areIds || (parentSpanId.length !== 0 && parentSpanId.length !== 8);
}

function isZero(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0) return false;
  return true;
}

function flagsOf(span: ShallowSpan): number {
  const isException = span.events.some(({ name }) => name.some((each) => isText(each, 'exception')));
  return (
    (isException ? spanFlags.exception : 0) |
    (span.links.length > 0 ? spanFlags.links : 0) |
    (BigInt(String(span.endTimeUnixNano)) < BigInt(String(span.startTimeUnixNano))
      ? spanFlags.endBeforeStart
      : 0)
  );
}

/** A link that is broken is no reason to refuse the span. */
function linkOf(link: Uint8Array): string {
  const { value } = outcomeOf(() => decodeShallow('Link', link));
  const [trace, span] = [hexOf(value?.['traceId']), hexOf(value?.['spanId'])];
  return trace.length === 32 && span.length === 16 ? trace + span : '';
}

function placesIn({ attributes }: ShallowSpan): string {
  return attributes.flatMap(placeOf).slice(0, 48).join();
}

/** Of an attribute that is broken, or says its key twice, it is not sure which key it has. */
function saysKeyOnce(attribute: Uint8Array): boolean {
  const isWhole = outcomeOf(() => decodeShallow('KeyValue', attribute)).error === undefined;
  return isWhole && (decodeShallow('Texts', attribute)['texts'] as Uint8Array[]).length <= 1;
}

function placeOf(attribute: Uint8Array): string[] {
  const { value } = outcomeOf(() => decodeShallow('KeyValue', attribute));
  const key =
    value === undefined ? -1 : placeKeys.indexOf(Buffer.from(hexOf(value['key']), 'hex').toString());
  return key < 0 ? [] : [`${key}=${valueIn(attribute)}`];
}
