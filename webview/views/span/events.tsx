import type { SpanEvent } from '../../../src/shared/spanDetail.ts';
import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import { attributeRows } from '../../layout/attributeSections.ts';
import { attributeText } from '../../layout/attributeText.ts';
import { sinceStart } from '../../layout/spanLogs.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { Dropped } from './dropped.tsx';
import { InlineAttributes } from './inlineAttributes.tsx';
import { usePages } from './pages.tsx';
import { Section } from './section.tsx';
import { SpanText } from './spanText.tsx';

interface EventsProps {
  readonly panel: SpanPanel;
  readonly span: SpanView;
}

export interface NumberedEvent {
  readonly event: SpanEvent;
  /** Index among the span's events. */
  readonly index: number;
}

/** Events whose name or attributes hold the text of the filter. */
export function matchingEvents({ detail }: SpanView, filter: string): NumberedEvent[] {
  const wanted = filter.trim().toLowerCase();
  const events = detail.events.map((event, index) => ({ event, index }));
  if (wanted === '') return events;
  return events.filter(({ event }) => eventText(event).toLowerCase().includes(wanted));
}

/** Exceptions have a section of their own (OpenTelemetry semantic conventions, "Exceptions on spans"). */
export function isException({ event }: NumberedEvent): boolean {
  return event.name === 'exception';
}

function eventText(event: SpanEvent): string {
  const attributes = event.attributes.map(({ key, value }) => `${key}=${attributeText(value)}`);
  return [event.name, ...attributes].join(' ');
}

/** What happened during the span, with the time since its start. */
export function Events({ panel, span }: EventsProps) {
  const events = matchingEvents(span, panel.filter.value).filter((event) => !isException(event));
  const [shown, more] = usePages(events);
  const dropped = panel.isFiltered.value ? 0 : span.detail.droppedEvents;
  if (events.length === 0 && dropped === 0) return null;
  return (
    <Section panel={panel} title="Events" count={events.length}>
      <ul class="events">
        {shown.map(({ event, index }) => (
          <li key={index}>
            <span class="time">{sinceStart(event.timeUnixNano, span.detail.startUnixNano)}</span>
            <div class="said">
              <SpanText text={event.name || 'Event without a name'} needle={panel.filter.value} />
              <InlineAttributes panel={panel} rows={attributeRows(event.attributes)} />
              <Dropped count={event.droppedAttributes} what="attributes of it" />
            </div>
          </li>
        ))}
      </ul>
      {more}
      <Dropped count={dropped} what="events" />
    </Section>
  );
}
