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
