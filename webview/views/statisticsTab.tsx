import type { Page } from './page.ts';

/** The tab "Statistics". */
export function StatisticsTab({ page }: { readonly page: Page }) {
  return <div class="tab-panel">{page.view.tab.value}</div>;
}
