import type { Page } from './page.ts';

/** Where the filter leaves nothing: why the page is empty, and the way back. */
export function NothingFound({ page }: { readonly page: Page }) {
  const { view } = page;
  if (!view.isFiltered.value || view.isWaiting.value || view.rows.value.length > 0) return null;
  return (
    <div class="nothing-found empty">
      <p>
        {view.hideBelow.value > 0
          ? 'No span that is long enough to be shown matches the filter.'
          : 'No span matches the filter.'}
      </p>
      <button type="button" class="link" onClick={() => page.moves.leaveFind()}>
        Show all spans
      </button>
    </div>
  );
}
