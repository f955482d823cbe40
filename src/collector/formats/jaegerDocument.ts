import { createHash } from 'node:crypto';
import type { DocumentFormat, ExportedGroup, TraceSegment } from './exportedSpan.ts';
import { jaegerProcess, jaegerSpanOf } from './otlpToJaeger.ts';

/** What Jaeger's query API answers, and its user interface downloads and opens. */
export const jaegerDocument: DocumentFormat = {
  opening: '{"data":[',
  closing: '],"total":0,"limit":0,"offset":0,"errors":null}\n',
  content: (segments, first) =>
    segments
      .map((segment, i) => (segment.begins && !(first && i === 0) ? ',' : '') + segmentText(segment))
      .join(''),
};

function segmentText(segment: TraceSegment): string {
  const { traceId, begins, ends, spans } = segment;
  const ids = new ProcessIds();
  const texts = spans.map((exported) => JSON.stringify(jaegerSpanOf(exported, ids.of(exported.group))));
  const comma = begins || texts.length === 0 ? '' : ',\n';
  const opening = begins ? `{"traceID":${JSON.stringify(traceId)},"spans":[` : '';
  return `${opening}${comma}${texts.join(',\n')}${ends ? `],"processes":${processesText(segment, ids)},"warnings":null}` : ''}`;
}

function processesText(segment: TraceSegment, ids: ProcessIds): string {
  const processes = new Map<string, object>();
  for (const group of segment.groups()) {
    const id = ids.of(group);
    if (!processes.has(id)) processes.set(id, jaegerProcess(group.resource));
  }
  return JSON.stringify(Object.fromEntries(processes));
}

/** Ids that are made of the content, so that pieces agree on them. */
class ProcessIds {
  readonly #known = new Map<ExportedGroup, string>();

  of(group: ExportedGroup): string {
    const known = this.#known.get(group);
    if (known !== undefined) return known;
    const content = JSON.stringify(group.resource['resource'] ?? {});
    const id = `p${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
    this.#known.set(group, id);
    return id;
  }
}
