import { Bottlenecks } from './bottlenecks.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { ClockBar } from './clockBar.tsx';
import { CompareTab } from './compareTab.tsx';
import { FindField } from './findField.tsx';
import { FlameTab } from './flameTab.tsx';
import { Footer } from './footer.tsx';
import { GraphTab } from './graphTab.tsx';
import { Header } from './header.tsx';
import { KeysOverlay } from './keysOverlay.tsx';
import { LogsTab } from './logsTab.tsx';
import { Menu } from './menu.tsx';
import { NothingFound } from './nothingFound.tsx';
import { Overview } from './overview.tsx';
import type { Page } from './page.ts';
import { RowsView } from './rowsView.tsx';
import { Splitter } from './splitter.tsx';
import { EmptyState } from './states.tsx';
import { StatisticsTab } from './statisticsTab.tsx';
import { Tooltip } from './tooltip.tsx';

/** Below this width of the tree column, pixels, names need all of it and the lines are left out. */
const narrow = 280;

/** The whole page: one trace, or a sentence about why there is none. */
export function WaterfallView({ page }: { readonly page: Page }) {
  const { view } = page;
  if (view.phase.value.kind !== 'ready') return <EmptyState page={page} phase={view.phase.value} />;
  return (
    <main
      class={view.treeWidth.value < narrow ? 'waterfall narrow' : 'waterfall'}
      style={{
        '--tree': `${view.treeWidth.value}px`,
        '--timeline': `${view.timelineLeft.value}px`,
        '--row': `${view.rowHeight.value}px`,
      }}
    >
      <Header page={page} />
      <TabPanel page={page} />
      <Tooltip page={page} />
      <Menu page={page} />
      <p class="unseen" role="status">
        {view.said.value}
      </p>
      {view.keysShown.value && <KeysOverlay page={page} />}
    </main>
  );
}

function TabPanel({ page }: { readonly page: Page }) {
  const tab = page.view.tab.value;
  return (
    <div class="tab-content" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
      {tab === 'waterfall' && <Waterfall page={page} />}
      {tab === 'flame' && <FlameTab page={page} />}
      {tab === 'statistics' && <StatisticsTab page={page} />}
      {tab === 'graph' && <GraphTab page={page} />}
      {tab === 'logs' && <LogsTab page={page} />}
      {tab === 'compare' && <CompareTab page={page} />}
    </div>
  );
}

function Waterfall({ page }: { readonly page: Page }) {
  return (
    <>
      <section class="strip" aria-label="Bottlenecks and search">
        <Bottlenecks page={page} />
        <FindField page={page} />
      </section>
      <ClockBar page={page} />
      <div class="table">
        <Overview page={page} />
        <Breadcrumb page={page} />
        <RowsView page={page} />
        <NothingFound page={page} />
        <Splitter page={page} />
      </div>
      <Footer page={page} />
    </>
  );
}
