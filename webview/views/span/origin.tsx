import type { Attribute } from '../../../src/shared/spanDetail.ts';
import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import { attributeRows } from '../../layout/attributeSections.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { AttributeList } from './attributeList.tsx';
import { Section } from './section.tsx';

/** Where the span comes from: the resource, the scope, and its ids. */
export function Origin({ panel, span }: { readonly panel: SpanPanel; readonly span: SpanView }) {
  const { detail } = span;
  const filter = panel.filter.value;
  const resource = attributeRows(detail.resource, filter);
  const scope = attributeRows(scopeAttributes(span), filter);
  const ids = attributeRows(idAttributes(span), filter);
  return (
    <>
      {resource.length > 0 && (
        <Section panel={panel} title="Resource" count={resource.length} openByDefault={false}>
          <AttributeList panel={panel} rows={resource} />
        </Section>
      )}
      {scope.length > 0 && (
        <Section panel={panel} title="Scope" count={detail.scope.name} openByDefault={false}>
          <AttributeList panel={panel} rows={scope} />
        </Section>
      )}
      {ids.length > 0 && (
        <Section panel={panel} title="Ids" openByDefault={false}>
          <AttributeList panel={panel} rows={ids} />
        </Section>
      )}
    </>
  );
}

function scopeAttributes({ detail: { scope } }: SpanView): Attribute[] {
  const named = [text('name', scope.name), text('version', scope.version)];
  return [...named.filter(({ value }) => value.value !== ''), ...scope.attributes];
}

function idAttributes({ detail }: SpanView): Attribute[] {
  return [
    text('trace id', detail.traceId),
    text('span id', detail.spanId),
    text('parent span id', detail.parentSpanId ?? ''),
    text('trace state', detail.traceState),
  ].filter(({ value }) => value.value !== '');
}

function text(key: string, value: string) {
  return { key, value: { type: 'string', value } } as const;
}
