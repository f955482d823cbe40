import type { Attribute } from '../../../src/shared/spanDetail.ts';
import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import { type AttributeRow, attributeRows } from '../../layout/attributeSections.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { AttributeList } from './attributeList.tsx';
import { Section } from './section.tsx';

/** Rows about where the span comes from, filtered. */
export interface OriginRows {
  readonly resource: readonly AttributeRow[];
  readonly scope: readonly AttributeRow[];
  readonly ids: readonly AttributeRow[];
}

export function originRows({ detail }: SpanView, filter: string): OriginRows {
  const { scope } = detail;
  const named = [text('name', scope.name), text('version', scope.version)].filter(isThere);
  const ids = [
    text('trace id', detail.traceId),
    text('span id', detail.spanId),
    text('parent span id', detail.parentSpanId ?? ''),
    text('trace state', detail.traceState),
  ];
  return {
    resource: attributeRows(detail.resource, filter, 'resource'),
    scope: [...attributeRows(named, filter), ...attributeRows(scope.attributes, filter, 'scope')],
    ids: attributeRows(ids.filter(isThere), filter),
  };
}

interface OriginProps {
  readonly panel: SpanPanel;
  readonly span: SpanView;
  readonly rows: OriginRows;
}

/** Where the span comes from: the resource, the scope, and its ids. */
export function Origin({ panel, span, rows }: OriginProps) {
  return (
    <>
      <OriginSection panel={panel} title="Resource" count={rows.resource.length} rows={rows.resource} />
      <OriginSection panel={panel} title="Scope" count={span.detail.scope.name} rows={rows.scope} />
      <OriginSection panel={panel} title="Ids" count={undefined} rows={rows.ids} />
    </>
  );
}

interface OriginSectionProps {
  readonly panel: SpanPanel;
  readonly title: string;
  readonly count: number | string | undefined;
  readonly rows: readonly AttributeRow[];
}

function OriginSection({ panel, title, count, rows }: OriginSectionProps) {
  if (rows.length === 0) return null;
  return (
    <Section panel={panel} title={title} count={count} openByDefault={false}>
      <AttributeList panel={panel} rows={rows} label={title} />
    </Section>
  );
}

function isThere({ value }: Attribute): boolean {
  return value.type !== 'string' || value.value !== '';
}

function text(key: string, value: string): Attribute {
  return { key, value: { type: 'string', value } };
}
