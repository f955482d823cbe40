import { exportPiece } from '../../../../src/collector/answer/traceExport.ts';
import { importTraces } from '../../../../src/collector/answer/traceImport.ts';
import {
  attributesOf,
  isMessage,
  messagesOf,
  plainValue,
  textOf,
} from '../../../../src/collector/formats/anyValue.ts';
import { kindName } from '../../../../src/collector/formats/otlpSpan.ts';
import type { JsonMessage } from '../../../../src/collector/otlp/wireToJson.ts';
import type { ExportFormat } from '../../../../src/shared/exportFormat.ts';
import type { ImportResult } from '../../../../src/shared/protocol.ts';
import { OpenStore } from '../openStore.ts';

/** What came of a file: its spans as text, and what import said. */
export interface Imported {
  readonly text: string;
  readonly result: ImportResult;
}

/** Imports a file into an empty store and tells what is in it. */
export async function imported(file: Uint8Array | string | object): Promise<Imported> {
  const store = new OpenStore();
  try {
    const result = await importTraces(store.intake, bytesOf(file));
    return { text: storeText(store), result };
  } finally {
    store.close();
  }
}

/** The problems that importing a file tells. */
export async function problemsOf(file: Uint8Array | string | object): Promise<readonly string[]> {
  return (await imported(file)).result.problems;
}

export function bytesOf(file: Uint8Array | string | object): Uint8Array {
  if (file instanceof Uint8Array) return file;
  return Buffer.from(typeof file === 'string' ? file : JSON.stringify(file));
}

/** All that a store holds, as `documentText`. */
export function storeText(store: OpenStore): string {
  return documentText(JSON.parse(exported(store, 'otlp-json').toString()) as JsonMessage);
}

/** Spans of a document in OTLP JSON, one a line with what is on it below, in the order of ids. */
export function documentText(document: JsonMessage): string {
  const spans = messagesOf(document['resourceSpans']).flatMap((resource) =>
    messagesOf(resource['scopeSpans']).flatMap((scope) =>
      messagesOf(scope['spans']).map((span) => ({
        key: `${span['traceId']} ${span['spanId']}`,
        lines: spanLines(span, resource, scope),
      })),
    ),
  );
  return spans
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap(({ lines }) => lines)
    .join('\n');
}

/** A whole document, of all pieces. */
export function exported(store: OpenStore, format: ExportFormat): Buffer {
  const pieces: Uint8Array[] = [];
  let cursor: string | undefined;
  do {
    const piece = exportPiece(store.store, cursor === undefined ? { format } : { format, cursor });
    pieces.push(piece.bytes);
    cursor = piece.next;
  } while (cursor !== undefined);
  return Buffer.concat(pieces);
}

function spanLines(span: JsonMessage, resource: JsonMessage, scope: JsonMessage): string[] {
  const parent = textOf(span['parentSpanId']);
  const status = isMessage(span['status']) ? span['status'] : {};
  const code = ['', 'ok', 'error'][Number(status['code'] ?? 0)] ?? '';
  const head = [
    `${shortId(span['traceId'])}/${shortId(span['spanId'])}`,
    ...(parent === '' ? [] : [`under ${shortId(parent)}`]),
    textOf(span['name']),
    kindName(span['kind']) ?? '',
    `${span['startTimeUnixNano'] ?? 0}+${BigInt(textOf(span['endTimeUnixNano']) || 0) - BigInt(textOf(span['startTimeUnixNano']) || 0)}`,
    [code, textOf(status['message'])].filter((word) => word !== '').join(': '),
  ];
  const own = isMessage(resource['resource']) ? resource['resource'] : undefined;
  return [
    head.filter((word) => word !== '').join(' '),
    ...group('resource', attributesText(own)),
    ...group('scope', scopeText(scope['scope'])),
    ...group('attributes', attributesText(span)),
    ...messagesOf(span['events']).map((event) =>
      `  event ${event['timeUnixNano'] ?? 0} ${textOf(event['name'])} ${attributesText(event)}`.trimEnd(),
    ),
    ...messagesOf(span['links']).map((link) =>
      `  link ${shortId(link['traceId'])}/${shortId(link['spanId'])} ${attributesText(link)}`.trimEnd(),
    ),
    ...['traceState', 'droppedAttributesCount', 'droppedEventsCount', 'droppedLinksCount'].flatMap((name) =>
      span[name] === undefined || span[name] === '' || span[name] === 0
        ? []
        : [`  ${name} ${String(span[name])}`],
    ),
  ];
}

function group(name: string, text: string): string[] {
  return text === '' ? [] : [`  ${name} ${text}`];
}

function scopeText(scope: unknown): string {
  return isMessage(scope) ? [textOf(scope['name']), textOf(scope['version'])].join(' ').trim() : '';
}

/** Sorted, so that formats may keep them in another order; each with its type. */
function attributesText(message: JsonMessage | undefined): string {
  return [...attributesOf(message)]
    .map(
      ([key, value]) =>
        `${key}=${Object.keys(value)[0]?.replace('Value', '') ?? 'empty'}:${JSON.stringify(plainValue(value, 0))}`,
    )
    .sort()
    .join(' ');
}

/** Without leading zeros. */
function shortId(id: unknown): string {
  return textOf(id).replace(/^0+/, '');
}
