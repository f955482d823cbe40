import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import { type AttributeSection, attributeSections } from '../../layout/attributeSections.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { AttributeFilter } from './attributeFilter.tsx';
import { AttributeList } from './attributeList.tsx';
import { Events, Exceptions, matchingEvents, thrown } from './events.tsx';
import { Head } from './head.tsx';
import { LineCard } from './lineCard.tsx';
import { Links } from './links.tsx';
import { Origin } from './origin.tsx';
import { Section } from './section.tsx';

/** The side panel: everything that is known of the selected span. */
export function SpanPage({ panel }: { readonly panel: SpanPanel }) {
  const phase = panel.phase.value;
  switch (phase.kind) {
    case 'loading':
      return (
        <main class="empty" aria-busy="true">
          <vscode-progress-ring aria-label="Loading the span" />
        </main>
      );
    case 'none':
      return (
        <main class="empty">
          <p>Select a span in a waterfall or on a line to see its attributes, events and code here.</p>
        </main>
      );
    case 'failed':
      return (
        <main class="empty">
          <p role="alert">The span cannot be shown: {phase.message}</p>
          <vscode-button appearance="secondary" onClick={() => void panel.refresh()}>
            Look again
          </vscode-button>
        </main>
      );
    case 'span':
      return <Details panel={panel} span={phase.span} />;
  }
}

/** What the card with the line tells already, and how it came to be known: behind all else, and folded. */
const quiet: ReadonlySet<string> = new Set(['code', 'spanline']);

function Details({ panel, span }: { readonly panel: SpanPanel; readonly span: SpanView }) {
  const { detail } = span;
  const filter = panel.filter.value;
  const sections = attributeSections(detail.attributes, filter);
  const isQuiet = ({ namespace }: AttributeSection): boolean => quiet.has(namespace);
  const isEmpty = sections.length === 0 && matchingEvents(span, filter).length === 0;
  return (
    <main class="span">
      <Head panel={panel} span={span} />
      <LineCard panel={panel} span={span} />
      <AttributeFilter panel={panel} />
      {panel.isFiltered.value && isEmpty && <p class="note">Nothing of this span matches “{filter}”.</p>}
      {!panel.isFiltered.value && detail.attributes.length === 0 && (
        <p class="note">This span has no attributes.</p>
      )}
      {sections
        .filter((section) => !isQuiet(section))
        .map(({ namespace, rows }) => (
          <Section key={namespace} panel={panel} title={namespace || 'Other'} count={rows.length}>
            <AttributeList panel={panel} rows={rows} />
          </Section>
        ))}
      {!panel.isFiltered.value && <Dropped count={detail.droppedAttributes} what="attributes" />}
      {thrown(span, filter).length > 0 && <Exceptions panel={panel} span={span} />}
      <Events panel={panel} span={span} />
      <Links panel={panel} span={span} />
      {sections.filter(isQuiet).map(({ namespace, rows }) => (
        <Section key={namespace} panel={panel} title={namespace} count={rows.length} openByDefault={false}>
          <AttributeList panel={panel} rows={rows} />
        </Section>
      ))}
      <Origin panel={panel} span={span} />
    </main>
  );
}

/** Says what the sender left out, so that nothing is missing silently. */
export function Dropped({ count, what }: { readonly count: number; readonly what: string }) {
  if (count === 0) return null;
  return (
    <p class="note">
      {count.toLocaleString('en-US')} more {what} were dropped by the program that sent the span.
    </p>
  );
}
