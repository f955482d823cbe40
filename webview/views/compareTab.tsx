import { useEffect } from 'preact/hooks';
import { formatDuration } from '../../src/shared/duration.ts';
import { unixMillis } from '../../src/shared/time.ts';
import { comparedCounts } from '../layout/comparedRows.ts';
import { comparedSummary } from '../layout/comparedWords.ts';
import type { TraceModel } from '../state/traceModel.ts';
import { CompareGrid } from './compare/compareGrid.tsx';
import type { Page } from './page.ts';

/** The tab "Compare": an earlier trace of the same request beside the one in view, span by span. */
export function CompareTab({ page }: { readonly page: Page }) {
  const { comparison } = page;
  useEffect(() => comparison.restore(), [comparison]);
  const before = comparison.before.value;
  const now = page.view.model.value;
  const compared = comparison.comparison.value;
  if (before === undefined || now === undefined || compared === undefined)
    return <NoComparison page={page} />;
  return (
    <div class="compare">
      <div class="compare-head">
        <Side title="Before" model={before} />
        <span class="codicon codicon-arrow-right" aria-hidden="true" />
        <Side title="Now" model={now} />
        <span class="compare-summary" role="status">
          {comparedSummary(comparedCounts(compared.rows))}
        </span>
        <vscode-checkbox
          checked={comparison.differencesOnly.value}
          onChange={(event) => {
            comparison.differencesOnly.value = (event.currentTarget as HTMLInputElement).checked;
          }}
        >
          Differences only
        </vscode-checkbox>
        <button type="button" class="link" onClick={() => void comparison.choose({ kind: 'pick' })}>
          Another trace…
        </button>
      </div>
      {comparison.problem.value !== '' && (
        <p class="compare-problem" role="alert">
          {comparison.problem.value}
        </p>
      )}
      <CompareGrid page={page} before={before} now={now} />
    </div>
  );
}

function Side({ title, model }: { readonly title: string; readonly model: TraceModel }) {
  const { columns, facts } = model;
  const started = new Date(unixMillis(columns.startUnixNano));
  return (
    <span class="compare-side" title={`${facts.name}, started ${started.toISOString()}`}>
      <b>{title}</b>
      <span class="fact">{formatDuration(columns.durationNano)}</span>
      <span class="fact">{columns.count.toLocaleString('en-US')} spans</span>
      <span class="fact">{started.toLocaleTimeString(undefined, { hourCycle: 'h23' })}</span>
    </span>
  );
}

/** Nothing to compare with yet, or no longer: what can be done. */
function NoComparison({ page }: { readonly page: Page }) {
  const { comparison } = page;
  if (comparison.isAsking.value) {
    return (
      <div class="empty" aria-busy="true">
        <vscode-progress-ring aria-label="Loading the other trace" />
      </div>
    );
  }
  return (
    <div class="empty">
      <span class="codicon codicon-diff" />
      <p role="alert">{comparison.problem.value || 'Choose the trace to see beside this one.'}</p>
      <vscode-button onClick={() => void comparison.choose({ kind: 'previousRun' })}>
        With the run before
      </vscode-button>
      <vscode-button appearance="secondary" onClick={() => void comparison.choose({ kind: 'pick' })}>
        Another trace…
      </vscode-button>
    </div>
  );
}
