import type { Page } from './page.ts';

/** The tab "Logs". */
export function LogsTab({ page }: { readonly page: Page }) {
  return <div class="tab-panel">{page.view.tab.value}</div>;
}
