/** The three signals of OTLP/JSON: what a request's list, its parts' lists and their items are called. */
const lists = [
  ['resourceSpans', 'scopeSpans', 'spans'],
  ['resourceLogs', 'scopeLogs', 'logRecords'],
  ['resourceMetrics', 'scopeMetrics', 'metrics'],
] as const;

type Json = Readonly<Record<string, unknown>>;

/**
 * Every span, log record and metric of OTLP/JSON requests, each as one text with its resource and scope, sorted: the
 * same for requests that say the same, however they are cut and whichever defaults they write out.
 */
export function itemsOf(requests: readonly unknown[]): readonly string[] {
  return requests
    .flatMap((request) => lists.flatMap(([top, middle, leaf]) => itemsIn(request as Json, top, middle, leaf)))
    .sort();
}

/** Trace ids of all spans of OTLP/JSON requests, each once, sorted. */
export function traceIdsOf(requests: readonly unknown[]): readonly string[] {
  const ids = requests.flatMap((request) =>
    listOf(request as Json, 'resourceSpans').flatMap((resource) =>
      listOf(resource, 'scopeSpans').flatMap((scope) =>
        listOf(scope, 'spans').map((span) => String(span['traceId']).toLowerCase()),
      ),
    ),
  );
  return [...new Set(ids)].sort();
}

/** What the Collector's file exporter writes: a request in each line. */
export function requestsIn(text: string): readonly unknown[] {
  // A line that is still being written is not there yet.
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line));
}

function itemsIn(request: Json, top: string, middle: string, leaf: string): string[] {
  return listOf(request, top).flatMap((part) =>
    listOf(part, middle).flatMap((scope) =>
      listOf(scope, leaf).map((item) =>
        JSON.stringify(
          plain({
            item,
            scope: scope['scope'],
            scopeSchema: scope['schemaUrl'],
            resource: part['resource'],
            resourceSchema: part['schemaUrl'],
          }),
        ),
      ),
    ),
  );
}

function listOf(value: Json, key: string): readonly Json[] {
  return (value[key] ?? []) as readonly Json[];
}

/** Keys in order, defaults left out, numbers as text: OTLP/JSON allows both for 64 bits. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, plain(one)] as const);
  return Object.fromEntries(
    entries.filter(([key, one]) => isSaid(key, one)).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** A value of a `oneof` says something also where it is the default. */
function isSaid(key: string, value: unknown): boolean {
  if (/Value$|^as(Int|Double)$/.test(key)) return true;
  if (value === undefined || value === null || value === '' || value === '0' || value === false) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
