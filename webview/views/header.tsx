import { formatDuration } from '../../src/shared/duration.ts';
import { unixMillis } from '../../src/shared/time.ts';
import { count } from '../state/traceFacts.ts';
import type { TraceModel } from '../state/traceModel.ts';
import type { Page } from './page.ts';
import { Tabs } from './tabs.tsx';

/** One line about the trace, and what can be done with all of it. */
export function Header({ page }: { readonly page: Page }) {
  const model = page.view.model.value;
  if (model === undefined) return null;
  const { facts, columns } = model;
  return (
    <header class="header">
      <div class="headline">
        <h1>{facts.name || 'Trace without a name'}</h1>
        <p class="facts">
          {facts.rootMissing && <Fact class="warning" text="root missing" />}
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
        </p>
      </div>
      <Tabs page={page} />
      <Actions page={page} />
    </header>
  );
}

function Fact({ text, class: className = '' }: { readonly text: string; readonly class?: string }) {
  return <span class={`fact ${className}`}>{text}</span>;
}

function Actions({ page }: { readonly page: Page }) {
  const { moves, view } = page;
  return (
    <div class="actions" role="toolbar" aria-label="Waterfall">
      <Action icon="expand-all" title="Unfold everything (Ctrl+→)" run={() => moves.expandAll()} />
      <Action icon="collapse-all" title="Fold everything (Ctrl+←)" run={() => moves.collapseAll()} />
      <Action
        icon="screen-full"
        title="Fit the whole trace (f)"
        disabled={view.window.value === undefined}
        run={() => moves.fit()}
      />
      <Action icon="question" title="All keys (?)" run={() => page.keys.toggleKeys()} />
    </div>
  );
}

interface ActionProps {
  readonly icon: string;
  readonly title: string;
  readonly disabled?: boolean;
  readonly run: () => void;
}

function Action({ icon, title, disabled = false, run }: ActionProps) {
  return (
    <vscode-button appearance="icon" title={title} aria-label={title} disabled={disabled} onClick={run}>
      <span class={`codicon codicon-${icon}`} />
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
