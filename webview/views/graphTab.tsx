import type { Page } from './page.ts';

/** The tab "Graph". */
export function GraphTab({ page }: { readonly page: Page }) {
  return <div class="tab-panel">{page.view.tab.value}</div>;
}
