import { logLevels } from '../../layout/logRows.ts';
import type { Page } from '../page.ts';

interface LogBarProps {
  readonly page: Page;
  readonly shown: number;
  readonly all: number;
  /** Whether all logs near the trace were looked at. */
  readonly complete: boolean;
}

/** What of the logs is shown, and how many records that are. */
export function LogBar({ page, shown, all, complete }: LogBarProps) {
  const { logs, view } = page;
  return (
    <div class="tab-bar">
      <div class="log-filter">
        <span class="codicon codicon-filter" aria-hidden="true" />
        <input
          id="log-text"
          class="log-input"
          type="text"
          aria-label="Filter the logs by words"
          placeholder="Filter"
          spellcheck={false}
          autocomplete="off"
          value={logs.text.value}
          onInput={({ currentTarget }) => {
            logs.text.value = currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') logs.text.value = '';
            if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('.log-grid')?.focus();
          }}
        />
      </div>
      <div class="segments" role="group" aria-label="Least severity">
        {[{ name: 'all', from: 0 }, ...logLevels.slice(1, 5)].map(({ name, from }) => (
          <button
            key={name}
            type="button"
            class={from === logs.severity.value ? 'segment chosen' : 'segment'}
            aria-pressed={from === logs.severity.value}
            title={from === 0 ? 'All records' : `Only ${name} and worse`}
            onClick={() => {
              logs.severity.value = from;
            }}
          >
            {name[0]?.toUpperCase() + name.slice(1)}
          </button>
        ))}
      </div>
      <button
        type="button"
        class={logs.selectedSpanOnly.value ? 'segment alone chosen' : 'segment alone'}
        aria-pressed={logs.selectedSpanOnly.value}
        disabled={view.cursor.value === undefined}
        title="Only records of the selected span"
        onClick={() => {
          logs.selectedSpanOnly.value = !logs.selectedSpanOnly.value;
        }}
      >
        Selected span
      </button>
      {view.isFiltered.value && <WaterfallFilter page={page} />}
      <p class="facts" role="status">
        {!complete && (
          <span class="warning" title="There are more logs near this trace than are looked through">
            not all were looked at ·{' '}
          </span>
        )}
        {shown === all ? recordWords(all) : `${shown.toLocaleString('en-US')} of ${recordWords(all)}`}
      </p>
    </div>
  );
}

function recordWords(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'record' : 'records'}`;
}

/** Says that the waterfall's filter holds here too; a click takes it away. */
function WaterfallFilter({ page }: { readonly page: Page }) {
  const { view } = page;
  const { text, errorsOnly } = view.find.value;
  const words = [text.trim(), errorsOnly ? 'errors only' : ''].filter((word) => word !== '').join(', ');
  return (
    <button
      type="button"
      class="segment chosen waterfall-filter"
      title={`Only records of spans that the filter of the waterfall finds: ${words}\nClick to show those of all spans`}
      onClick={() => {
        view.find.value = { ...view.find.value, filter: false, errorsOnly: false };
      }}
    >
      <span class="waterfall-filter-text">{words}</span>
      <span class="codicon codicon-close" />
    </button>
  );
}
