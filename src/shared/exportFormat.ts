/** Formats in which traces leave; all but OTLP are converted, with what they cannot hold as tags. */
export const exportFormats = [
  'otlp-json',
  'otlp-ndjson',
  'otlp-protobuf',
  'jaeger-json',
  'zipkin-json',
  'zipkin-v1-json',
] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Extension of a file's name, with its dot. */
export const exportExtensions: Readonly<Record<ExportFormat, string>> = {
  'otlp-json': '.json',
  'otlp-ndjson': '.ndjson',
  'otlp-protobuf': '.pb',
  'jaeger-json': '.jaeger.json',
  'zipkin-json': '.zipkin.json',
  'zipkin-v1-json': '.zipkin1.json',
};

/** How a file is packed, by the end of its name. */
export type Packing = 'gzip' | 'zstd';

/** What a file's name says of what is in it: `trace.jaeger.json.gz`. */
export interface NamedFormat {
  /** `undefined` where the extension is of no format. */
  readonly format: ExportFormat | undefined;
  readonly packing: Packing | undefined;
}

/** Other extensions that are in use. */
const otherExtensions: Readonly<Record<string, ExportFormat>> = {
  '.jsonl': 'otlp-ndjson',
  '.binpb': 'otlp-protobuf',
  '.otlp': 'otlp-protobuf',
};

/** The format of the longest extension that the name ends with, before `.gz` and `.zst`. */
export function namedFormat(path: string): NamedFormat {
  const name = path.toLowerCase();
  const packing = name.endsWith('.gz') ? 'gzip' : name.endsWith('.zst') ? 'zstd' : undefined;
  const plain = packing === undefined ? name : name.slice(0, name.lastIndexOf('.'));
  const known = [
    ...exportFormats.map((format) => [exportExtensions[format], format] as const),
    ...Object.entries(otherExtensions),
  ];
  const matching = known.filter(([extension]) => plain.endsWith(extension));
  const [longest] = matching.sort(([a], [b]) => b.length - a.length);
  return { format: longest?.[1], packing };
}
