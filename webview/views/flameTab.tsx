import type { Page } from './page.ts';

/** The tab "Flame". */
export function FlameTab({ page }: { readonly page: Page }) {
  return <div class="tab-panel">{page.view.tab.value}</div>;
}
