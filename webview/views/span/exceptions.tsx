import { useSignal } from '@preact/signals';
import type { SpanEvent } from '../../../src/shared/spanDetail.ts';
import type { SpanView, StackFrame } from '../../../src/shared/spanProtocol.ts';
import { attributeRows } from '../../layout/attributeSections.ts';
import { attributeText } from '../../layout/attributeText.ts';
import { sinceStart } from '../../layout/spanLogs.ts';
import { stackLines } from '../../layout/stackLines.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { CopyButton } from './copyButton.tsx';
import { isException, matchingEvents } from './events.tsx';
import { InlineAttributes } from './inlineAttributes.tsx';
import { LongText } from './longText.tsx';
import { usePages } from './pages.tsx';
import { Section } from './section.tsx';
import { StackLineView } from './stackLineView.tsx';

interface ExceptionsProps {
  readonly panel: SpanPanel;
  readonly span: SpanView;
}

/** What was thrown, with the frames of its stack. */
export function Exceptions({ panel, span }: ExceptionsProps) {
  const exceptions = matchingEvents(span, panel.filter.value).filter(isException);
  const [shown, more] = usePages(exceptions);
  if (exceptions.length === 0) return null;
  return (
    <Section panel={panel} title="Exception" count={exceptions.length > 1 ? exceptions.length : undefined}>
      {shown.map(({ event, index }) => (
        <Exception
          key={index}
          panel={panel}
          event={event}
          time={sinceStart(event.timeUnixNano, span.detail.startUnixNano)}
          frames={framesOf(span, index)}
        />
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
  /** Since the start of the span. */
  readonly time: string;
  readonly frames: readonly StackFrame[];
}

function Exception({ panel, event, time, frames }: ExceptionProps) {
  const asPrinted = useSignal(false);
  const { headline, printed, others } = parts(event);
  const isPrinted = printed !== '' && (frames.length === 0 || asPrinted.value);
  return (
    <div class="exception">
      <p class="error" title={`Thrown at ${time}`}>
        <LongText text={headline} needle={panel.filter.value} />
        <span class="actions">
          {frames.length > 0 && (
            <button
              type="button"
              class="action codicon codicon-list-flat"
              title={asPrinted.value ? 'Show the frames as links' : 'Show the stack as it was printed'}
              aria-label="The stack as it was printed"
              aria-pressed={asPrinted.value}
              onClick={() => {
                asPrinted.value = !asPrinted.value;
              }}
            />
          )}
          <CopyButton panel={panel} title="Copy the exception" text={() => printed || headline} />
        </span>
      </p>
      <InlineAttributes panel={panel} rows={others} />
      {isPrinted ? (
        <pre>
          <LongText text={printed} needle={panel.filter.value} />
        </pre>
      ) : (
        <ol class="frames">
          {stackLines(frames, printed).map((line, index) => (
            <StackLineView key={index} panel={panel} line={line} />
          ))}
        </ol>
      )}
    </div>
  );
}

const known: ReadonlySet<string> = new Set(['exception.type', 'exception.message', 'exception.stacktrace']);

function parts(event: SpanEvent) {
  const text = (name: string): string => {
    const attribute = event.attributes.find(({ key }) => key === `exception.${name}`);
    return attribute === undefined ? '' : attributeText(attribute.value);
  };
  const headline = [text('type'), text('message')].filter((part) => part !== '').join(': ') || 'exception';
  const others = event.attributes.filter(
    ({ key, value }) => !known.has(key) && !(key === 'exception.escaped' && attributeText(value) === 'false'),
  );
  return { headline, printed: text('stacktrace'), others: attributeRows(others) };
}
