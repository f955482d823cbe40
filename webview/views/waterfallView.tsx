import { Bottlenecks } from './bottlenecks.tsx';
import { FindField } from './findField.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { KeysOverlay } from './keysOverlay.tsx';
import { Overview } from './overview.tsx';
import type { Page } from './page.ts';
import { RowsView } from './rowsView.tsx';
import { Splitter } from './splitter.tsx';
import { EmptyState } from './states.tsx';
import { Tooltip } from './tooltip.tsx';

/** Below this width of the tree column, pixels, names need all of it and the lines are left out. */
const narrow = 230;

/** The whole page: one trace, or a sentence about why there is none. */
export function WaterfallView({ page }: { readonly page: Page }) {
  const { view } = page;
  if (view.phase.value.kind !== 'ready') return <EmptyState page={page} phase={view.phase.value} />;
  return (
    <main
      class={view.treeWidth.value < narrow ? 'waterfall narrow' : 'waterfall'}
      style={{ '--tree': `${view.treeWidth.value}px`, '--row': `${view.rowHeight.value}px` }}
    >
      <Header page={page} />
      <section class="strip" aria-label="Bottlenecks and search">
        <Bottlenecks page={page} />
        <FindField page={page} />
      </section>
      <div class="table">
        <Overview page={page} />
        <RowsView page={page} />
        <Splitter page={page} />
      </div>
      <Footer page={page} />
      <Tooltip page={page} />
      {view.keysShown.value && <KeysOverlay page={page} />}
    </main>
  );
}
