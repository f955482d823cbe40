import { useSignal } from '@preact/signals';
import { formatDuration } from '../../../src/shared/duration.ts';
import type { SpanEvent } from '../../../src/shared/spanDetail.ts';
import type { SpanView, StackFrame } from '../../../src/shared/spanProtocol.ts';
import { unixNano } from '../../../src/shared/time.ts';
import { attributeText } from '../../layout/attributeText.ts';
import { type StackLine, stackLines } from '../../layout/stackLines.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { Marked } from '../marked.tsx';
import { CopyButton } from './copyButton.tsx';
import { LongText } from './longText.tsx';
import { usePages } from './pages.tsx';
import { Section } from './section.tsx';
import { Dropped } from './spanPage.tsx';

interface EventsProps {
  readonly panel: SpanPanel;
  readonly span: SpanView;
}

interface Numbered {
  readonly event: SpanEvent;
  /** Index among the span's events. */
  readonly index: number;
}

/** Events whose name or attributes hold the text of the filter. */
export function matchingEvents({ detail }: SpanView, filter: string): Numbered[] {
  const wanted = filter.trim().toLowerCase();
  return detail.events
    .map((event, index) => ({ event, index }))
    .filter(({ event }) => eventText(event).toLowerCase().includes(wanted));
}

/** The exceptions among them (OpenTelemetry semantic conventions, "Exceptions on spans"). */
export function thrown(span: SpanView, filter: string): Numbered[] {
  return matchingEvents(span, filter).filter(({ event }) => isException(event));
}

function isException(event: SpanEvent): boolean {
  return event.name === 'exception';
}

function eventText(event: SpanEvent): string {
  return [event.name, ...event.attributes.map(({ key, value }) => `${key}=${attributeText(value)}`)].join(
    ' ',
  );
}

export function Exceptions({ panel, span }: EventsProps) {
  const exceptions = thrown(span, panel.filter.value);
  const [shown, more] = usePages(exceptions);
  return (
    <Section panel={panel} title="Exception" count={exceptions.length > 1 ? exceptions.length : undefined}>
      {shown.map(({ event, index }) => (
        <Exception key={index} panel={panel} event={event} frames={framesOf(span, index)} />
      ))}
      {more}
    </Section>
  );
}

function framesOf(span: SpanView, index: number): readonly StackFrame[] {
  return span.stacks.find(({ event }) => event === index)?.frames ?? [];
}

interface ExceptionProps {
  readonly panel: SpanPanel;
  readonly event: SpanEvent;
  readonly frames: readonly StackFrame[];
}

function Exception({ panel, event, frames }: ExceptionProps) {
  const [type, message, trace] = ['type', 'message', 'stacktrace'].map((name) => textOf(event, name));
  const headline = [type, message].filter((part) => part !== '').join(': ') || 'exception';
  return (
    <div class="exception">
      <p class="error">
        <LongText text={headline} needle={panel.filter.value} />
        <CopyButton panel={panel} title="Copy the exception" text={() => trace || headline} />
      </p>
      {frames.length === 0 && trace !== undefined && trace !== '' && (
        <pre>
          <LongText text={trace} needle={panel.filter.value} />
        </pre>
      )}
      <ol class="frames">
        {stackLines(frames).map((line, index) => (
          <Line key={index} panel={panel} line={line} />
        ))}
      </ol>
    </div>
  );
}

function textOf(event: SpanEvent, name: string): string {
  const attribute = event.attributes.find(({ key }) => key === `exception.${name}`);
  return attribute === undefined ? '' : attributeText(attribute.value);
}

function Line({ panel, line }: { readonly panel: SpanPanel; readonly line: StackLine }) {
  const unfolded = useSignal(false);
  if (line.kind === 'frame') return <Frame panel={panel} frame={line.frame} />;
  return (
    <li>
      <button
        type="button"
        class="library"
        aria-expanded={unfolded.value}
        onClick={() => {
          unfolded.value = !unfolded.value;
        }}
      >
        {line.text}
      </button>
      {unfolded.value && (
        <ol class="frames">
          {line.frames.map((frame) => (
            <li key={frame.text} class="muted">
              {frame.text}
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}

function Frame({ panel, frame }: { readonly panel: SpanPanel; readonly frame: StackFrame }) {
  const { location, functionName, label, text } = frame;
  if (location === undefined) return <li>{text}</li>;
  const link = (
    <button
      type="button"
      class="link"
      title={location.path}
      onClick={() => panel.ask((host) => host.openCode({ location }))}
    >
      {label}
    </button>
  );
  return functionName === '' ? (
    <li>at {link}</li>
  ) : (
    <li>
      at {functionName} ({link})
    </li>
  );
}

/** What happened during the span, with the time since its start. Exceptions have a section of their own. */
export function Events({ panel, span }: EventsProps) {
  const events = matchingEvents(span, panel.filter.value).filter(({ event }) => !isException(event));
  const [shown, more] = usePages(events);
  if (events.length === 0 && span.detail.droppedEvents === 0) return null;
  return (
    <Section panel={panel} title="Events" count={events.length}>
      <dl class="events">
        {shown.map(({ event, index }) => (
          <div key={index}>
            <dt>+{formatDuration(sinceStart(span, event))}</dt>
            <dd>
              <Marked text={event.name} needle={panel.filter.value} />
              {event.attributes.map(({ key, value }) => (
                <span key={key} class="event-attribute">
                  {key}={attributeText(value)}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {more}
      <Dropped count={span.detail.droppedEvents} what="events" />
    </Section>
  );
}

function sinceStart({ detail }: SpanView, event: SpanEvent): number {
  return Number(unixNano(event.timeUnixNano) - unixNano(detail.startUnixNano));
}
