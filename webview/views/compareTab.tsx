import type { Page } from './page.ts';

/** The tab "Compare". */
export function CompareTab({ page }: { readonly page: Page }) {
  return <div class="tab-panel">{page.view.tab.value}</div>;
}
