import type { ExportFormat } from '../../shared/exportFormat.ts';
import type { DocumentFormat } from './exportedSpan.ts';
import { jaegerDocument } from './jaegerDocument.ts';
import { otlpJsonDocument, otlpLinesDocument, otlpWireDocument } from './otlpDocuments.ts';
import { zipkinDocument } from './zipkinDocument.ts';

export const documentFormats: Readonly<Record<ExportFormat, DocumentFormat>> = {
  'otlp-json': otlpJsonDocument,
  'otlp-ndjson': otlpLinesDocument,
  'otlp-protobuf': otlpWireDocument,
  'jaeger-json': jaegerDocument,
  'zipkin-json': zipkinDocument(2),
  'zipkin-v1-json': zipkinDocument(1),
};
