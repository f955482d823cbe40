import type { TraceCommand } from '../../src/shared/waterfallProtocol.ts';
import { hideShares, timeModes } from '../state/display.ts';
import type { MenuItem } from '../state/openMenu.ts';
import { count } from '../state/traceFacts.ts';
import type { Page } from './page.ts';

const separator: MenuItem = { kind: 'separator' };

/** All that can be done with the whole trace. */
export function moreMenu(page: Page): MenuItem[] {
  return [
    ...foldItems(page),
    separator,
    ...hideItems(page),
    separator,
    ...timeItems(page),
    separator,
    ...traceItems(page),
    separator,
    { kind: 'item', text: 'All keys', key: '?', run: () => page.keys.toggleKeys() },
  ];
}

function foldItems({ moves }: Page): MenuItem[] {
  const levels = [1, 2, 3, 4].map(
    (level): MenuItem => ({
      kind: 'item',
      text: `Unfold to level ${level}`,
      key: String(level),
      run: () => moves.showLevels(level),
    }),
  );
  return [
    { kind: 'item', text: 'Unfold everything', key: 'Ctrl+→', run: () => moves.expandAll() },
    { kind: 'item', text: 'Fold everything', key: 'Ctrl+←', run: () => moves.collapseAll() },
    ...levels,
  ];
}

function hideItems({ view, display }: Page): MenuItem[] {
  const gaps = view.model.value?.gaps().length ?? 0;
  const shares = hideShares.map(
    (share): MenuItem => ({
      kind: 'item',
      text: `Hide spans below ${share * 100} % of the trace`,
      key: 'h',
      checked: view.hideBelow.value === share,
      run: () => display.hideBelow(view.hideBelow.value === share ? 0 : share),
    }),
  );
  return [
    ...shares,
    {
      kind: 'item',
      text: 'Fold noise',
      key: 'i',
      checked: !view.showNoise.value,
      run: () => display.toggleNoise(),
    },
    {
      kind: 'item',
      text: gaps === 0 ? 'Fold idle gaps: there are none' : `Fold ${count(gaps, 'idle gap', 'idle gaps')}`,
      key: 'g',
      checked: view.foldGaps.value && gaps > 0,
      disabled: gaps === 0,
      run: () => display.toggleGaps(),
    },
  ];
}

/** How times are told; also the menu of the ruler. */
export function timeItems({ view, display }: Page): MenuItem[] {
  return timeModes.map(({ mode, text }) => ({
    kind: 'item',
    text,
    key: 't',
    checked: view.timeMode.value === mode,
    run: () => display.setTimeMode(mode),
  }));
}

const traceCommands: readonly [TraceCommand, string][] = [
  ['export', 'Export the trace…'],
  ['share', 'Share as a file…'],
  ['copyLink', 'Copy a link to the trace'],
  ['copyJson', 'Copy the trace as JSON'],
  ['openTrace', 'Open another trace…'],
];

function traceItems({ host, marks }: Page): MenuItem[] {
  // What failed the host tells the user.
  const run = (name: TraceCommand): Promise<void> =>
    host.rpc.remote.runTraceCommand({ name }).catch(console.error);
  const pin: MenuItem = {
    kind: 'item',
    text: 'Pin the trace',
    checked: marks.value.value?.pinned === true,
    run: () => void run('togglePin').then(() => marks.retry()),
  };
  const others = traceCommands.map(
    ([name, text]): MenuItem => ({ kind: 'item', text, run: () => void run(name) }),
  );
  return [pin, ...others];
}
