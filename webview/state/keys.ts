import type { Display } from './display.ts';
import type { Moves } from './moves.ts';

/** What keys do beyond moving in the view. */
export interface KeyTargets {
  readonly moves: Moves;
  readonly display: Display;
  /** The row with the cursor. */
  readonly cursorRow: () => number;
  showDetails(): void;
  openCode(how: 'beside' | 'peek'): void;
  copyName(): void;
  focusFind(): void;
  toggleKeys(): void;
  /** The menu of the row with the cursor. */
  showMenu(): void;
  /** Closes what is open, most recent first. */
  escape(): void;
}

export interface KeyBinding {
  /** As `KeyboardEvent.key`, with `Ctrl+`, `Alt+`, `Shift+` before it; `Ctrl` is Command on a Mac. */
  readonly keys: readonly string[];
  /** As the overlay shows the keys, and what they do. */
  readonly shown: string;
  readonly does: string;
  readonly run: (targets: KeyTargets, key: string) => void;
}

/** Every key of the rows, in the order in which the overlay lists them. */
export const keyBindings: readonly KeyBinding[] = [
  {
    keys: ['ArrowUp', 'ArrowDown'],
    shown: '↑ ↓',
    does: 'Previous, next row',
    run: ({ moves }, key) => moves.moveBy(key === 'ArrowUp' ? -1 : 1),
  },
  {
    keys: ['ArrowLeft', 'ArrowRight'],
    shown: '← →',
    does: 'Fold or go to the parent, unfold or go to the child',
    run: ({ moves }, key) => (key === 'ArrowLeft' ? moves.collapseOrLeave() : moves.expandOrEnter()),
  },
  {
    keys: ['PageUp', 'PageDown'],
    shown: 'Page Up, Page Down',
    does: 'A page up, down',
    run: ({ moves }, key) => moves.movePage(key === 'PageUp' ? -1 : 1),
  },
  {
    keys: ['Home', 'End'],
    shown: 'Home, End',
    does: 'First, last row',
    run: ({ moves }, key) => moves.moveToEnd(key === 'Home' ? -1 : 1),
  },
  { keys: ['*'], shown: '*', does: 'Unfold all siblings', run: ({ moves }) => moves.expandSiblings() },
  {
    keys: ['Ctrl+ArrowLeft', 'Ctrl+ArrowRight'],
    shown: 'Ctrl+←, Ctrl+→',
    does: 'Fold, unfold everything',
    run: ({ moves }, key) => (key === 'Ctrl+ArrowLeft' ? moves.collapseAll() : moves.expandAll()),
  },
  {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shown: '1 … 9',
    does: 'Show so many levels',
    run: ({ moves }, key) => moves.showLevels(Number(key)),
  },
  {
    keys: ['z', 'Shift+Z'],
    shown: 'z, Z',
    does: 'Focus on the subtree of the span, on all of the trace',
    run: ({ display, cursorRow }, key) =>
      key === 'z' ? display.focusRow(cursorRow()) : display.leaveFocus(),
  },
  {
    keys: ['h'],
    shown: 'h',
    does: 'Hide short spans: below 0.1 %, 1 %, 5 %, none',
    run: ({ display }) => display.hideMore(),
  },
  {
    keys: ['i'],
    shown: 'i',
    does: 'Show or fold noise: health checks, internals of frameworks',
    run: ({ display }) => display.toggleNoise(),
  },
  { keys: ['g'], shown: 'g', does: 'Fold or show idle gaps', run: ({ display }) => display.toggleGaps() },
  {
    keys: ['a'],
    shown: 'a',
    does: 'Show all that is hidden or folded for its kind',
    run: ({ display }) => display.showAll(),
  },
  {
    keys: ['t'],
    shown: 't',
    does: 'Times from the start, of day, since the row above',
    run: ({ display }) => display.nextTimeMode(),
  },
  {
    keys: ['Shift+F10', 'ContextMenu'],
    shown: 'Shift+F10',
    does: 'Menu of the row',
    run: (targets) => targets.showMenu(),
  },
  { keys: ['Enter'], shown: 'Enter', does: 'Details of the span', run: (targets) => targets.showDetails() },
  {
    keys: ['F12', 'Alt+F12'],
    shown: 'F12, Alt+F12',
    does: 'Go to the code beside, peek at it',
    run: (targets, key) => targets.openCode(key === 'F12' ? 'beside' : 'peek'),
  },
  {
    keys: ['Ctrl+c'],
    shown: 'Ctrl+C',
    does: 'Copy the name of the span',
    run: (targets) => targets.copyName(),
  },
  { keys: ['/', 'Ctrl+f'], shown: '/ or Ctrl+F', does: 'Find', run: (targets) => targets.focusFind() },
  {
    keys: ['n', 'Shift+N'],
    shown: 'n, N',
    does: 'Next, previous match',
    run: ({ moves }, key) => moves.nextMatch(key === 'n' ? 1 : -1),
  },
  {
    keys: ['e', 'Shift+E'],
    shown: 'e, E',
    does: 'Next, previous error',
    run: ({ moves }, key) => moves.nextError(key === 'e' ? 1 : -1),
  },
  {
    keys: ['c'],
    shown: 'c',
    does: 'Next span of the critical path',
    run: ({ moves }) => moves.nextCritical(),
  },
  {
    keys: ['+', '=', '-'],
    shown: '+ −',
    does: 'Zoom in, out (Ctrl or Alt with the wheel)',
    run: ({ moves }, key) => moves.zoomBy(key === '-' ? 1.5 : 1 / 1.5),
  },
  {
    keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'],
    shown: 'Shift+←, Shift+→',
    does: 'Move in time (Shift with the wheel, or drag)',
    run: ({ moves }, key) => moves.panBy(key === 'Shift+ArrowLeft' ? -80 : 80),
  },
  { keys: ['f'], shown: 'f', does: 'Fit the whole trace', run: ({ moves }) => moves.fit() },
  { keys: ['?'], shown: '?', does: 'All keys', run: (targets) => targets.toggleKeys() },
  { keys: ['Escape'], shown: 'Esc', does: 'Close what is open', run: (targets) => targets.escape() },
];

/** The part of a `KeyboardEvent` that says which key it is. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Runs what the key is bound to; whether it was bound. */
export function runKey(press: KeyPress, targets: KeyTargets): boolean {
  const key = keyName(press);
  const binding = keyBindings.find(({ keys }) => keys.includes(key));
  binding?.run(targets, key);
  return binding !== undefined;
}

/** Shift belongs to the name of letters and of named keys; in other characters it is part of the character. */
function keyName({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string {
  const withShift = shiftKey && (key.length > 1 || /\p{Letter}/u.test(key));
  return `${ctrlKey || metaKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${withShift ? 'Shift+' : ''}${key}`;
}
