import { useMemo, useRef } from 'preact/hooks';
import type { Attribute } from '../../../src/shared/spanDetail.ts';
import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import { type AttributeSection, attributeSections } from '../../layout/attributeSections.ts';
import { attributeText } from '../../layout/attributeText.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { AttributeFilter } from './attributeFilter.tsx';
import { AttributeList } from './attributeList.tsx';
import { Dropped } from './dropped.tsx';
import { Events, matchingEvents } from './events.tsx';
import { Exceptions } from './exceptions.tsx';
import { Head } from './head.tsx';
import { LineCard } from './lineCard.tsx';
import { BackLinks, Links } from './links.tsx';
import { Logs } from './logs.tsx';
import { Metrics } from './metrics.tsx';
import { Origin, originRows } from './origin.tsx';
import { Section } from './section.tsx';
import { useKeptFocus } from './useKeptFocus.ts';

/** What the card with the line tells already, and how it came to be known: behind all else, and folded. */
const quiet: ReadonlySet<string> = new Set(['code', 'spanline']);

interface DetailsProps {
  readonly panel: SpanPanel;
  readonly span: SpanView;
}

/** A span from its name to its ids. */
export function Details({ panel, span }: DetailsProps) {
  const main = useRef<HTMLElement>(null);
  useKeptFocus(main);
  const { detail } = span;
  const filter = panel.filter.value;
  const sections = useMemo(() => attributeSections(detail.attributes, filter), [detail, filter]);
  const origin = useMemo(() => originRows(span, filter), [span, filter]);
  const isQuiet = ({ namespace }: AttributeSection): boolean => quiet.has(namespace);
  const system = databaseOf(detail.attributes);
  return (
    // Always there to take the focus, for when what had it is gone.
    <main class="span" ref={main} tabIndex={-1} aria-label={`Span ${detail.name}`}>
      <Head panel={panel} span={span} />
      <LineCard panel={panel} span={span} />
      <AttributeFilter panel={panel} found={foundText(panel, span, sections, origin)} />
      {!panel.isFiltered.value && detail.attributes.length === 0 && (
        <p class="note">This span has no attributes.</p>
      )}
      <Sections panel={panel} system={system} sections={sections.filter((section) => !isQuiet(section))} />
      {!panel.isFiltered.value && <Dropped count={detail.droppedAttributes} what="attributes" />}
      <Exceptions panel={panel} span={span} />
      <Events panel={panel} span={span} />
      <Logs panel={panel} span={span} />
      <Metrics panel={panel} span={span} />
      <Links panel={panel} span={span} />
      <BackLinks panel={panel} span={span} />
      <Sections panel={panel} system={system} sections={sections.filter(isQuiet)} isQuiet />
      <Origin panel={panel} span={span} rows={origin} />
    </main>
  );
}

interface SectionsProps {
  readonly panel: SpanPanel;
  readonly sections: readonly AttributeSection[];
  readonly system: string;
  readonly isQuiet?: boolean;
}

function Sections({ panel, sections, system, isQuiet = false }: SectionsProps) {
  return (
    <>
      {sections.map(({ namespace, rows }) => (
        <Section
          key={namespace}
          panel={panel}
          title={namespace || 'Other'}
          count={rows.length}
          openByDefault={!isQuiet}
        >
          <AttributeList
            panel={panel}
            rows={rows}
            system={system}
            label={`Attributes of ${namespace || 'no namespace'}`}
          />
        </Section>
      ))}
    </>
  );
}

/** `3 of 21 match`, for eyes and ears; empty while nothing is filtered for. */
function foundText(
  panel: SpanPanel,
  span: SpanView,
  sections: readonly AttributeSection[],
  origin: ReturnType<typeof originRows>,
): string {
  if (!panel.isFiltered.value) return '';
  const attributes = sections.reduce((sum, { rows }) => sum + rows.length, 0);
  const others = origin.resource.length + origin.scope.length + origin.ids.length;
  const events = matchingEvents(span, panel.filter.value).length;
  const found = [
    counted(attributes + others, 'attribute', 'attributes'),
    ...(events === 0 ? [] : [counted(events, 'event', 'events')]),
  ];
  return attributes + others + events === 0 ? 'Nothing of this span matches.' : found.join(', ');
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** `db.system.name`, or `db.system` as it was before (semantic conventions, "Database client spans"). */
function databaseOf(attributes: readonly Attribute[]): string {
  const found = attributes.find(({ key }) => key === 'db.system.name' || key === 'db.system');
  return found === undefined ? '' : attributeText(found.value).toLowerCase();
}
