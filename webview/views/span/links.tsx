import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import { attributeRows } from '../../layout/attributeSections.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { AttributeList } from './attributeList.tsx';
import { usePages } from './pages.tsx';
import { Section } from './section.tsx';
import { Dropped } from './spanPage.tsx';

/** Spans of this or of other traces that the span points at. */
export function Links({ panel, span }: { readonly panel: SpanPanel; readonly span: SpanView }) {
  const { links, droppedLinks } = span.detail;
  const [shown, more] = usePages(links);
  if (panel.isFiltered.value || (links.length === 0 && droppedLinks === 0)) return null;
  return (
    <Section panel={panel} title="Links" count={links.length} openByDefault={false}>
      {shown.map(({ traceId, spanId, attributes }, index) => (
        <div class="span-link" key={index}>
          <button
            type="button"
            class="link"
            title={`Trace ${traceId}, span ${spanId}`}
            onClick={() => panel.ask((host) => host.openSpan({ traceId, spanId }))}
          >
            {span.linkNames[index] ?? `Span ${spanId}, not received here`}
          </button>
          <AttributeList panel={panel} rows={attributeRows(attributes)} />
        </div>
      ))}
      {more}
      <Dropped count={droppedLinks} what="links" />
    </Section>
  );
}
