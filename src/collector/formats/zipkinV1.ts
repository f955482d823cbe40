import { nanosOfMicros } from './microseconds.ts';
import {
  fieldsOf,
  listOf,
  tagText,
  textField,
  type ZipkinAnnotation,
  type ZipkinEndpoint,
  type ZipkinFields,
  type ZipkinSpan,
  zipkinEndpoint,
  zipkinHead,
} from './zipkinSpan.ts';

/** Whether a span is of Zipkin's first version: its annotations have endpoints, and its tags are annotations too. */
export function isZipkinV1(fields: ZipkinFields): boolean {
  if (fields.has('binaryAnnotations')) return true;
  return listOf(fields.get('annotations')).some(
    (annotation) => fieldsOf(annotation)?.has('endpoint') === true,
  );
}

/** The two sides of a call or of a message, with the annotations that begin and end them. */
const sides = [
  { kind: 'CLIENT', begin: 'cs', end: 'cr', isSecond: false },
  { kind: 'SERVER', begin: 'sr', end: 'ss', isSecond: true },
  { kind: 'PRODUCER', begin: 'ms', end: 'ws', isSecond: false },
  { kind: 'CONSUMER', begin: 'wr', end: 'mr', isSecond: true },
] as const;
type Side = (typeof sides)[number];

interface Note extends ZipkinAnnotation {
  readonly endpoint: ZipkinEndpoint | undefined;
}

interface Tag {
  readonly key: string;
  readonly value: unknown;
  readonly endpoint: ZipkinEndpoint | undefined;
}

/**
 * Spans of version 2 that say what a span of version 1 says (zipkin-api, `zipkin-api.yaml`): one, or the two
 * halves that caller and callee reported under one id. Throws `MalformedError` where an id is none.
 */
export function zipkinV1Spans(fields: ZipkinFields): readonly ZipkinSpan[] {
  const head = zipkinHead(fields);
  const notes = listOf(fields.get('annotations')).flatMap(noteOf);
  const tags = listOf(fields.get('binaryAnnotations')).flatMap(tagOf);
  const present = sides.filter((side) => notes.some(({ value }) => isCore(side, value)));
  const first = present.find((side) => !side.isSecond);
  const second = present.find((side) => side.isSecond);
  const halves = first === undefined || second === undefined ? [first ?? second] : [first, second];
  const endpoints = halves.map((side) => endpointOf(side, notes, tags));
  return halves.map((side, i) => {
    const isMine = ({ endpoint }: { readonly endpoint: ZipkinEndpoint | undefined }): boolean =>
      i === ownerOf(endpoint, endpoints);
    const isSecondOfTwo = i === 1;
    const times = timesOf(head, side, notes, isSecondOfTwo);
    const plain = tags.filter((tag) => isMine(tag) && !isAddress(tag) && !isMarker(tag));
    return {
      ...head,
      ...times,
      kind:
        side?.kind ??
        (tags.some((tag) => isAddress(tag) && tag.key === 'ca') && !hasServerAddress(tags) ? 'SERVER' : ''),
      shared: isSecondOfTwo || (side?.kind === 'SERVER' && head.timestamp === undefined),
      localEndpoint: endpoints[i],
      remoteEndpoint: remoteOf(side, tags, endpoints[i]),
      annotations: notes.filter((note) => isMine(note) && !halves.some((half) => isCore(half, note.value))),
      tags: new Map(plain.map(({ key, value }) => [key, tagText(value)])),
    };
  });
}

function noteOf(value: unknown): Note[] {
  const fields = fieldsOf(value);
  const timestamp = nanosOfMicros(fields?.get('timestamp'));
  if (fields === undefined || timestamp === undefined || timestamp < 0n) return [];
  const endpoint = zipkinEndpoint(fields.get('endpoint'));
  return [{ timestamp, value: textField(fields, 'value'), endpoint }];
}

function tagOf(value: unknown): Tag[] {
  const fields = fieldsOf(value);
  if (fields === undefined || textField(fields, 'key') === '') return [];
  return [
    {
      key: textField(fields, 'key'),
      value: fields.get('value') ?? '',
      endpoint: zipkinEndpoint(fields.get('endpoint')),
    },
  ];
}

function isCore(side: Side | undefined, value: string): boolean {
  return side !== undefined && (value === side.begin || value === side.end);
}

/** Addresses of client, server and broker have `true` for a value. */
function isAddress({ key, value }: Tag): boolean {
  return (key === 'ca' || key === 'sa' || key === 'ma') && value !== '' && typeof value !== 'object'
    ? value === true || value === 'true' || value === '\u0001'
    : false;
}

/** `lc`, "local component", tells the endpoint of a span that has nothing else. */
function isMarker({ key, value }: Tag): boolean {
  return key === 'lc' && value === '';
}

function hasServerAddress(tags: readonly Tag[]): boolean {
  return tags.some((tag) => isAddress(tag) && tag.key === 'sa');
}

function endpointOf(
  side: Side | undefined,
  notes: readonly Note[],
  tags: readonly Tag[],
): ZipkinEndpoint | undefined {
  if (side !== undefined) return notes.find((note) => isCore(side, note.value) && note.endpoint)?.endpoint;
  const told = [...notes, ...tags.filter((tag) => !isAddress(tag))].find(
    ({ endpoint }) => endpoint !== undefined,
  );
  return told?.endpoint;
}

/** Index of the half that an annotation belongs to: the one of its service. */
function ownerOf(
  endpoint: ZipkinEndpoint | undefined,
  endpoints: readonly (ZipkinEndpoint | undefined)[],
): number {
  return Math.max(
    0,
    endpoints.findIndex((own) => own?.serviceName === endpoint?.serviceName),
  );
}

/** The caller's half has the span's own times; the other side's are told by its annotations. */
function timesOf(
  head: Pick<ZipkinSpan, 'timestamp' | 'duration'>,
  side: Side | undefined,
  notes: readonly Note[],
  isSecondOfTwo: boolean,
): Pick<ZipkinSpan, 'timestamp' | 'duration'> {
  const { timestamp, duration } = head;
  if (!isSecondOfTwo && timestamp !== undefined && (duration ?? 0n) !== 0n) return { timestamp, duration };
  const begin = side && notes.find(({ value }) => value === side.begin)?.timestamp;
  const end = side && notes.find(({ value }) => value === side.end)?.timestamp;
  const start = begin ?? (isSecondOfTwo ? end : (timestamp ?? end));
  const told = begin !== undefined && end !== undefined ? end - begin : undefined;
  return { timestamp: start, duration: told ?? (isSecondOfTwo ? undefined : duration) };
}

/** Who was on the other side: for the caller the server, for the server the client, for messages the broker. */
function remoteOf(
  side: Side | undefined,
  tags: readonly Tag[],
  own: ZipkinEndpoint | undefined,
): ZipkinEndpoint | undefined {
  const wanted = { CLIENT: ['sa'], SERVER: ['ca'], PRODUCER: ['ma'], CONSUMER: ['ma'] };
  const keys = side === undefined ? ['sa', 'ca'] : wanted[side.kind];
  for (const key of keys) {
    const address = tags.find((tag) => tag.key === key && isAddress(tag))?.endpoint;
    if (address === undefined) continue;
    // Some servers tell the client's port under their own name.
    if (key === 'ca' && address.serviceName !== '' && address.serviceName === own?.serviceName) {
      return { ...address, serviceName: '' };
    }
    return address;
  }
  return undefined;
}
