import { useSignal } from '@preact/signals';
import { formatDuration } from '../../src/shared/duration.ts';
import type { ClockOffset } from '../../src/trace/withClocks.ts';
import type { Page } from './page.ts';

/** Where clocks seem to differ, an offer to move them; where they were moved, a way back. Never done by itself. */
export function ClockBar({ page }: { readonly page: Page }) {
  const { view, display } = page;
  const dismissed = useSignal('');
  const model = view.model.value;
  if (model === undefined) return null;
  if (model.clocks.length > 0) {
    return (
      <div class="clock-bar" role="note">
        <span class="codicon codicon-watch" />
        <span class="clock-text">{movedWords(model.clocks)}. The trace itself is unchanged.</span>
        <button type="button" class="link" onClick={() => display.restoreClocks()}>
          Show as recorded
        </button>
      </div>
    );
  }
  const isAsked = model.facts.early > 0 && view.told.value === 'all';
  const offers = isAsked ? model.skew() : [];
  const first = offers[0];
  if (first === undefined || dismissed.value === model.columns.traceId) return null;
  return (
    <div class="clock-bar" role="note">
      <span class="codicon codicon-watch warning" />
      <span class="clock-text">{offers.map(skewWords).join('; ')}.</span>
      <button type="button" class="link" onClick={() => display.moveClocks(offers)}>
        {offers.length === 1 ? 'Move it' : 'Move them'}
      </button>
      <button type="button" class="link" onClick={() => page.moves.selectSpan(first.evidence)}>
        Show the span
      </button>
      <button
        type="button"
        class="crumb-close codicon codicon-close"
        title="Leave the clocks as they are"
        aria-label="Leave the clocks as they are"
        onClick={() => {
          dismissed.value = model.columns.traceId;
        }}
      />
    </div>
  );
}

/** `The clock of orders seems to be 12 ms behind`. */
function skewWords({ service, nano }: ClockOffset): string {
  return `The clock of ${service} seems to be ${formatDuration(Math.abs(nano))} ${nano > 0 ? 'behind' : 'ahead'}`;
}

function movedWords(clocks: readonly ClockOffset[]): string {
  return clocks
    .map(
      ({ service, nano }) =>
        `${service} is shown ${formatDuration(Math.abs(nano))} ${nano > 0 ? 'later' : 'earlier'}`,
    )
    .join('; ');
}
