import '@vscode/codicons/dist/codicon.css';
import './base.css';
import './waterfall.css';
import './reading.css';
import './compare.css';
import './tabs.css';
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { render } from 'preact';
import type { SpanId } from '../src/shared/ids.ts';
import {
  type WaterfallCommand,
  type WaterfallHostApi,
  type WaterfallHostEvents,
  type WaterfallPageEvents,
  waterfallTabs,
} from '../src/shared/waterfallProtocol.ts';
import { registerControls } from './controls.ts';
import { connectHost } from './host.ts';
import { spanOf } from './layout/rows.ts';
import { readTheme, watchTheme } from './paint/theme.ts';
import { AttributeSource } from './state/attributeSource.ts';
import { ComparedTrace } from './state/comparedTrace.ts';
import { Display } from './state/display.ts';
import { FlameView } from './state/flameView.ts';
import { HostAnswer } from './state/hostAnswer.ts';
import type { KeyTargets } from './state/keys.ts';
import { LiveTrace, type WaterfallHost } from './state/liveTrace.ts';
import { logCounts } from './state/logCounts.ts';
import { LogsState } from './state/logsState.ts';
import { Moves } from './state/moves.ts';
import { ViewState } from './state/viewState.ts';
import type { Page, TooltipAt } from './views/page.ts';
import { openRowMenu } from './views/rowMenu.ts';
import { WaterfallView } from './views/waterfallView.tsx';

start();

function start(): void {
  registerControls();
  const host = connectHost<WaterfallHostApi, WaterfallHostEvents, WaterfallPageEvents>();
  const view = new ViewState(readTheme());
  const moves = new Moves(view, (spanId) => void host.rpc.remote.select({ spanId }).catch(report));
  const page = makePage(host, view, moves);
  watchTheme(() => {
    view.theme.value = readTheme();
  });
  host.rpc.on('command', ({ name }) => runCommand(page, name));
  host.rpc.on('filter', ({ query, add }) => moves.filterBy(query, add));
  host.rpc.on('addColumn', ({ key }) => moves.addColumn(key));
  host.rpc.on('compare', (choice) => void page.comparison.choose(choice));
  render(<WaterfallView page={page} />, document.getElementById('root') as HTMLElement);
  void page.live.start();
}

function makePage(host: WaterfallHost, view: ViewState, moves: Moves): Page {
  const live = new LiveTrace(host, view, moves);
  const attributes = new AttributeSource(host.rpc.remote, view.model);
  view.columnOf.value = (key) => attributes.column(key);
  const comparison = new ComparedTrace(host.rpc.remote, view);
  const openCode = (row: number, how: 'beside' | 'peek'): void => {
    const spanId = spanOfRow(view, row);
    if (spanId !== undefined) void host.rpc.remote.openCode({ spanId, how }).catch(report);
  };
  const showDetails = (row: number): void => {
    const spanId = spanOfRow(view, row);
    if (spanId !== undefined) void host.rpc.remote.showDetails({ spanId }).catch(report);
  };
  const display = new Display(view, moves);
  const logs = new LogsState(new HostAnswer(() => host.rpc.remote.logs(), view.model));
  const keys: KeyTargets = {
    moves,
    display,
    cursorRow: () => view.cursorRow.value,
    showMenu: () => openRowMenu(page, view.cursorRow.value),
    openCode: (how) => openCode(view.cursorRow.value, how),
    showDetails: () => showDetails(view.cursorRow.value),
    copyName: () => {
      const text = nameAt(view, view.cursorRow.value);
      if (text !== '') void host.rpc.remote.copy({ text }).catch(report);
    },
    focusFind,
    toggleKeys: () => {
      view.keysShown.value = !view.keysShown.value;
    },
    escape: () => closeLast(view, moves, display),
  };
  const page: Page = {
    host,
    view,
    moves,
    display,
    logCounts: logCountsOf(view, logs),
    live,
    attributes,
    comparison,
    flame: new FlameView(view, moves),
    logs,
    graph: new HostAnswer(() => host.rpc.remote.serviceGraph(), view.model),
    marks: new HostAnswer(() => host.rpc.remote.marks(), view.model),
    keys,
    tooltip: signal<TooltipAt | undefined>(undefined),
    openCode,
    showDetails,
  };
  return page;
}

/** Asked for once a version of the trace is in view, so that the first picture never waits for it. */
function logCountsOf(view: ViewState, { answer }: LogsState): ReadonlySignal<Uint32Array | undefined> {
  effect(() => {
    if (view.model.value !== undefined && view.phase.value.kind === 'ready') {
      setTimeout(() => answer.want(), 0);
    }
  });
  return computed(() => {
    const [model, logs] = [view.model.value, answer.value.value];
    return model && logs && logs.records.length > 0 ? logCounts(model, logs) : undefined;
  });
}

function spanOfRow({ model, rows }: ViewState, row: number): SpanId | undefined {
  const entry = rows.value.entry[row];
  if (model.value === undefined || entry === undefined || row < 0) return undefined;
  return model.value.idOf(spanOf(entry, model.value.groups));
}

function nameAt({ model, rows }: ViewState, row: number): string {
  const entry = rows.value.entry[row];
  if (model.value === undefined || entry === undefined) return '';
  const { columns, groups } = model.value;
  return columns.strings[columns.name[spanOf(entry, groups)] as number] as string;
}

function focusFind(): void {
  document.getElementById('find')?.focus();
}

function closeLast(view: ViewState, moves: Moves, display: Display): void {
  if (view.keysShown.value) view.keysShown.value = false;
  else if (view.isFinding.value) moves.leaveFind();
  else if (view.focus.value !== undefined) display.leaveFocus();
  else view.window.value = undefined;
}

function runCommand({ moves, display, view }: Page, name: WaterfallCommand): void {
  const tab = waterfallTabs.find((known) => name === `show:${known}`);
  if (tab !== undefined) view.tab.value = tab;
  const commands: Partial<Record<WaterfallCommand, () => void>> = {
    fit: () => moves.fit(),
    expandAll: () => moves.expandAll(),
    collapseAll: () => moves.collapseAll(),
    nextError: () => moves.nextError(1),
    previousError: () => moves.nextError(-1),
    find: focusFind,
    focus: () => display.focusRow(view.cursorRow.value),
    leaveFocus: () => display.leaveFocus(),
    hideMore: () => display.hideMore(),
    showAll: () => display.showAll(),
    toggleNoise: () => display.toggleNoise(),
    toggleGaps: () => display.toggleGaps(),
    nextTimeMode: () => display.nextTimeMode(),
  };
  commands[name]?.();
}

/** The host tells the user what failed; here it is only kept for those who look at the page's console. */
function report(error: unknown): void {
  console.error(error);
}
