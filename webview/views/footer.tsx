import { formatDuration } from '../../src/shared/duration.ts';
import { groupKinds } from '../layout/rows.ts';
import { clockWords, completenessWords, count, type TraceFacts } from '../state/traceFacts.ts';
import type { TraceModel } from '../state/traceModel.ts';
import type { Page } from './page.ts';

/** What holds for the whole trace and what of it is not shown at the left, the keys that matter at the right. */
export function Footer({ page }: { readonly page: Page }) {
  const model = page.view.model.value;
  const outdated = page.view.outdated.value;
  if (model === undefined) return null;
  const { facts } = model;
  return (
    <footer class="footer">
      <div class="footer-facts">
        {outdated !== '' && (
          <span class="warning" role="status" title={outdated}>
            Perhaps not up to date: {outdated}
          </span>
        )}
        <span>{pathWords(facts)}</span>
        <span class={facts.early + facts.backwards > 0 ? 'warning' : ''}>{clockWords(facts)}</span>
        <span class={completenessWords(facts) === 'Complete' ? '' : 'warning'}>
          {completenessWords(facts)}
        </span>
        <NotShown page={page} model={model} />
      </div>
      <div class="footer-keys" aria-hidden="true">
        <span>↑↓ move</span>
        <span>← → fold</span>
        <span>F12 code</span>
        {facts.errors > 0 && <span>e next error</span>}
        <span>? all keys</span>
      </div>
    </footer>
  );
}

function pathWords({ pathNano, pathSpans }: TraceFacts): string {
  return pathSpans === 0
    ? 'No critical path'
    : `Critical path ${formatDuration(pathNano)} in ${count(pathSpans, 'span', 'spans')}`;
}

interface NotShownProps {
  readonly page: Page;
  readonly model: TraceModel;
}

/** Each kind of thing that is hidden or folded, with what shows it. */
function NotShown({ page, model }: NotShownProps) {
  const { view, display } = page;
  const hidden = view.longSpans.value?.hidden ?? 0;
  const noise = view.showNoise.value ? 0 : noiseSpans(model);
  const gaps = view.told.value === 'all' ? model.gaps() : [];
  const idle = gaps.reduce((sum, { startNano, endNano }) => sum + endNano - startNano, 0);
  const folded = view.foldGaps.value;
  return (
    <>
      {hidden > 0 && (
        <Shown
          text={`${hidden.toLocaleString('en-US')} of ${count(model.columns.count, 'span', 'spans')} hidden`}
          title={`Spans below ${view.hideBelow.value * 100} % of the trace, without failed ones; show all`}
          run={() => display.hideBelow(0)}
        />
      )}
      {noise > 0 && (
        <Shown
          text={`${count(noise, 'internal span', 'internal spans')} folded`}
          title="Health checks and internals of frameworks; show them (i)"
          run={() => display.toggleNoise()}
        />
      )}
      {gaps.length > 0 && (
        <Shown
          text={`${formatDuration(idle)} idle${folded ? ' folded' : ''}`}
          title={folded ? 'Show idle time as long as it is (g)' : 'Nothing ran; fold that time (g)'}
          run={() => display.toggleGaps()}
        />
      )}
    </>
  );
}

function Shown({
  text,
  title,
  run,
}: {
  readonly text: string;
  readonly title: string;
  readonly run: () => void;
}) {
  return (
    <button type="button" class="footer-action" title={title} onClick={run}>
      {text}
    </button>
  );
}

function noiseSpans({ groups }: TraceModel): number {
  let spans = 0;
  for (let g = 0; g < groups.count; g++) {
    if (groups.kind[g] === groupKinds.noise) spans += groups.size[g] as number;
  }
  return spans;
}
