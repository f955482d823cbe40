import { type WaterfallTab, waterfallTabs } from '../../src/shared/waterfallProtocol.ts';
import type { Page } from './page.ts';

const titles: Readonly<Record<WaterfallTab, string>> = {
  waterfall: 'Waterfall',
  flame: 'Flame',
  statistics: 'Statistics',
  graph: 'Graph',
  logs: 'Logs',
  compare: 'Compare',
};

/** The views of this trace; arrow keys go from one to the next, as in any list of tabs. */
export function Tabs({ page }: { readonly page: Page }) {
  const { view } = page;
  const shown = waterfallTabs.filter((tab) => tab !== 'compare' || view.comparedTo.value !== undefined);
  const at = shown.indexOf(view.tab.value);
  const go = (tab: WaterfallTab | undefined): void => {
    if (tab === undefined) return;
    view.tab.value = tab;
    document.getElementById(`tab-${tab}`)?.focus();
  };
  return (
    <div
      class="tabs"
      role="tablist"
      aria-label="Views of the trace"
      tabIndex={-1}
      onKeyDown={({ key }) => {
        if (key === 'ArrowRight') go(shown[(at + 1) % shown.length]);
        if (key === 'ArrowLeft') go(shown[(at + shown.length - 1) % shown.length]);
        if (key === 'Home') go(shown[0]);
        if (key === 'End') go(shown.at(-1));
      }}
    >
      {shown.map((tab) => (
        <button
          key={tab}
          id={`tab-${tab}`}
          type="button"
          role="tab"
          class={tab === view.tab.value ? 'tab selected' : 'tab'}
          aria-selected={tab === view.tab.value}
          aria-controls="tab-panel"
          tabIndex={tab === view.tab.value ? 0 : -1}
          onClick={() => go(tab)}
        >
          {titles[tab]}
        </button>
      ))}
    </div>
  );
}
