import { formatDuration } from '../../src/shared/duration.ts';
import { clockWords, completenessWords, count, type TraceFacts } from '../state/traceFacts.ts';
import type { Page } from './page.ts';

/** What holds for the whole trace at the left, the keys that matter at the right. */
export function Footer({ page }: { readonly page: Page }) {
  const facts = page.view.model.value?.facts;
  const outdated = page.view.outdated.value;
  if (facts === undefined) return null;
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
        <span class={isComplete(facts) ? '' : 'warning'}>{completenessWords(facts)}</span>
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

function isComplete(facts: TraceFacts): boolean {
  return completenessWords(facts) === 'Complete';
}
