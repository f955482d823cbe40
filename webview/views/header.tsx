import { useEffect } from 'preact/hooks';
import { formatDuration } from '../../src/shared/duration.ts';
import { unixMillis } from '../../src/shared/time.ts';
import type { TraceMarks } from '../../src/shared/waterfallProtocol.ts';
import { shownName } from '../layout/shownName.ts';
import { completenessWords, count, isPartial } from '../state/traceFacts.ts';
import type { TraceModel } from '../state/traceModel.ts';
import { openMenuBelow } from './menu.tsx';
import { moreMenu } from './moreMenu.ts';
import type { Page } from './page.ts';
import { Tabs } from './tabs.tsx';

/** One line about the trace, and what can be done with all of it. */
export function Header({ page }: { readonly page: Page }) {
  const model = page.view.model.value;
  const marks = useMarks(page, model);
  if (model === undefined) return null;
  const { facts, columns, clocks } = model;
  return (
    <header class="header">
      <div class="headline">
        <h1>{columns.count === 0 ? 'Trace without a name' : shownName(facts.name)}</h1>
        <p class="facts">
          {isPartial(facts) && (
            <span class="fact warning" title={completenessWords(facts)}>
              partial
            </span>
          )}
          {clocks.length > 0 && <Fact class="warning" text="clocks moved" />}
          <Fact text={formatDuration(columns.durationNano)} />
          <Fact text={count(columns.count, 'span', 'spans')} />
          <Fact text={count(facts.services, 'service', 'services')} />
          {facts.errors > 0 && (
            <span class="fact">
              <button
                type="button"
                class="error-count"
                title="Go to the next error (e)"
                onClick={() => page.moves.nextError(1)}
              >
                {count(facts.errors, 'error', 'errors')}
              </button>
            </span>
          )}
          <span class="fact" title={startInFull(model)}>
            {startTime(model)}
          </span>
          {marks?.pinned === true && (
            <span class="fact" title="It stays whatever the budgets say">
              pinned
            </span>
          )}
          {marks?.run !== undefined && (
            <span class="fact" title={`Run: ${marks.run}`}>
              {shownName(marks.run)}
            </span>
          )}
        </p>
      </div>
      <Tabs page={page} />
      <More page={page} />
    </header>
  );
}

/** Asked for once the trace is in view; the line grows at its end, so that nothing jumps. */
function useMarks({ marks }: Page, model: TraceModel | undefined): TraceMarks | undefined {
  useEffect(() => {
    if (model !== undefined) marks.want();
  }, [marks, model]);
  return marks.value.value;
}

function Fact({ text, class: className = '' }: { readonly text: string; readonly class?: string }) {
  return <span class={`fact ${className}`}>{text}</span>;
}

function More({ page }: { readonly page: Page }) {
  return (
    <vscode-button
      appearance="icon"
      class="more-actions"
      title="More actions on the trace"
      aria-label="More actions on the trace"
      aria-haspopup="menu"
      onClick={(event) =>
        openMenuBelow(page, event.currentTarget as HTMLElement, 'Actions on the trace', moreMenu(page))
      }
    >
      <span class="codicon codicon-ellipsis" />
    </vscode-button>
  );
}

function startTime({ columns }: TraceModel): string {
  return new Date(unixMillis(columns.startUnixNano)).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}

function startInFull({ columns }: TraceModel): string {
  return `Started ${new Date(unixMillis(columns.startUnixNano)).toISOString()}`;
}
