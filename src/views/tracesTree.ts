import * as vscode from 'vscode';
import type { CollectorStatus } from '../shared/collectorStatus.ts';
import { type Disposable, DisposableSlot, DisposableStore } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';
import { parseTraceId, type TraceId } from '../shared/ids.ts';
import { commands, linkCommands, views } from '../shared/manifest.ts';
import type { SelectedSpan, Selection } from '../shared/selection.ts';
import type { Timer } from '../shared/throttle.ts';
import type { CurrentCollector } from './currentCollector.ts';
import { droppedFiles, droppedTypes } from './droppedFiles.ts';
import type { TraceFile } from './importFiles.ts';
import type { RecentTraces, TracesChange } from './recentTraces.ts';
import { openMillis, type TraceState, traceRow } from './traceRow.ts';
import { UnseenFailures } from './unseenFailures.ts';

/**
 * An element is a trace's id, so that equal elements are the same to VS Code whatever their figures; or, while
 * the collector could not be started, the command of a way out.
 */
type Element = TraceId | WayOut;

/** Welcome texts cannot say a reason that is only known at run time, so the ways out of a failure are rows. */
const waysOut = [commands.restartCollector, commands.showLog, commands.openSettings] as const;
type WayOut = (typeof waysOut)[number] | typeof linkCommands.copySdkCommand;

/** Why a program that was launched has no traces. */
export interface TraceHint {
  readonly sentence: string;
  /** To be copied and typed. */
  readonly command?: string;
}

/** Knows whether there is something to say. */
export interface TraceHints {
  readonly current: TraceHint | undefined;
  readonly onDidChange: Event<unknown>;
}

/** The Traces view: newest first and live; rows are decided in `traceRow`. */
export class TracesTree
  implements vscode.TreeDataProvider<Element>, vscode.TreeDragAndDropController<Element>, Disposable
{
  readonly #traces: RecentTraces;
  readonly #collector: Pick<CurrentCollector, 'status' | 'onDidChangeStatus'>;
  readonly #hints: TraceHints;
  readonly #timer: Timer;
  readonly #import: (files: readonly TraceFile[]) => unknown;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new vscode.EventEmitter<Element | Element[] | undefined>());
  readonly #aging = this.#owned.register(new DisposableSlot<Disposable>());
  readonly #unseen = new UnseenFailures();
  readonly #view: vscode.TreeView<Element>;
  #changedWhileHidden = false;

  readonly onDidChangeTreeData = this.#changes.event;
  readonly dropMimeTypes = droppedTypes;
  readonly dragMimeTypes = [];

  constructor(
    traces: RecentTraces,
    collector: Pick<CurrentCollector, 'status' | 'onDidChangeStatus'>,
    selection: Selection,
    hints: TraceHints,
    timer: Timer,
    importFiles: (files: readonly TraceFile[]) => unknown,
  ) {
    this.#import = importFiles;
    this.#traces = traces;
    this.#collector = collector;
    this.#hints = hints;
    this.#timer = timer;
    const options = { treeDataProvider: this, dragAndDropController: this };
    this.#view = this.#owned.register(vscode.window.createTreeView(views.traces, options));
    this.#owned.register(traces.onDidChange((change) => this.#update(change)));
    this.#owned.register(traces.onDidChangeFilter(() => this.#describe()));
    this.#owned.register(collector.onDidChangeStatus(() => this.#refreshAll()));
    this.#owned.register(hints.onDidChange(() => this.#refreshAll()));
    this.#owned.register(this.#view.onDidChangeVisibility(() => this.#shown()));
    this.#owned.register(selection.onDidChange((selected) => void this.#follow(selected)));
  }

  /** The trace that is selected in the tree. */
  get selected(): TraceId | undefined {
    return traceIdOf(this.#view.selection[0]);
  }

  /** The rows as text: label and description. */
  rows(): readonly string[] {
    return this.getChildren().map((element) => {
      const item = this.getTreeItem(element);
      return [item.label, item.description].filter((part) => part !== undefined).join('  ');
    });
  }

  getChildren(element?: Element): Element[] {
    if (element !== undefined) return [];
    const { kind } = this.#collector.status;
    if (kind === 'failed') return [...waysOut];
    if (kind === 'stopped') return [];
    const hint = this.#hints.current?.command === undefined ? [] : [linkCommands.copySdkCommand];
    return [...hint, ...this.#traces.page.traces.map((trace) => trace.traceId)];
  }

  getParent(): undefined {
    return undefined;
  }

  getTreeItem(element: Element): vscode.TreeItem {
    if (element === linkCommands.copySdkCommand) return hintItem(this.#hints.current?.command ?? '');
    return isWayOut(element) ? wayOutItem(element) : this.#traceItem(element);
  }

  #traceItem(traceId: TraceId): vscode.TreeItem {
    const trace = this.#traces.find(traceId);
    const item = new vscode.TreeItem(traceId);
    item.id = traceId;
    item.contextValue = 'trace';
    if (trace === undefined) return item;
    const row = traceRow(trace, this.#timer.now());
    item.label = row.label;
    item.description = row.description;
    item.iconPath = stateIcon(row.state);
    item.tooltip = row.tooltip.join('\n');
    item.accessibilityInformation = { label: row.sentence };
    item.command = { command: commands.openTrace, title: vscode.l10n.t('Open Trace'), arguments: [traceId] };
    return item;
  }

  /** Files that are dropped anywhere on the view are imported. */
  async handleDrop(_target: Element | undefined, data: vscode.DataTransfer): Promise<void> {
    const files = await droppedFiles(data);
    if (files.length > 0) await this.#import(files);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #update(change: TracesChange): void {
    this.#unseen.update(change.page.traces, this.#view.visible);
    this.#showBadge();
    this.#describe();
    if (!this.#view.visible) {
      this.#changedWhileHidden = true;
      return;
    }
    this.#redraw(change);
    this.#ageOpenTraces();
  }

  /** New rows need the whole list anew; rows that merely grew are drawn one by one. */
  #redraw({ reordered, changed }: TracesChange): void {
    if (reordered) this.#changes.fire(undefined);
    else if (changed.length > 0) this.#changes.fire(changed.map((trace) => trace.traceId));
  }

  #refreshAll(): void {
    this.#describe();
    this.#changes.fire(undefined);
  }

  #shown(): void {
    if (!this.#view.visible) return;
    this.#unseen.update(this.#traces.page.traces, true);
    this.#showBadge();
    if (this.#changedWhileHidden) this.#changes.fire(undefined);
    this.#changedWhileHidden = false;
  }

  #showBadge(): void {
    const { count } = this.#unseen;
    if ((this.#view.badge?.value ?? 0) === count) return;
    const tooltip = count === 1 ? vscode.l10n.t('1 failed trace') : vscode.l10n.t('{0} failed traces', count);
    this.#view.badge = count === 0 ? undefined : { value: count, tooltip };
  }

  #describe(): void {
    const empty = this.#traces.page.total === 0;
    const description = this.#traces.filterText || (empty ? endpoint(this.#collector.status) : '');
    if ((this.#view.description ?? '') !== description) this.#view.description = description;
    const message = this.#message();
    // An empty text is not the same as none: only without a message are the welcome texts shown.
    if (this.#view.message === message) return;
    Object.assign(this.#view, { message });
  }

  #message(): string | undefined {
    const { status } = this.#collector;
    if (status.kind === 'failed') return status.reason;
    if (status.kind === 'stopped') return undefined;
    if (this.#hints.current !== undefined) return this.#hints.current.sentence;
    const { traces, matched } = this.#traces.page;
    if (traces.length === 0 || traces.length >= matched) return undefined;
    return vscode.l10n.t(
      'Showing the newest {0} of {1} traces.',
      traces.length,
      matched.toLocaleString('en-US'),
    );
  }

  /** A trace that is still open looks different some seconds later, though nothing was received. */
  #ageOpenTraces(): void {
    const now = this.#timer.now();
    const open = this.#traces.page.traces.filter((trace) => traceRow(trace, now).state === 'open');
    if (open.length === 0) return;
    const ids = open.map((trace) => trace.traceId);
    this.#aging.value = this.#timer.after(openMillis, () => this.#changes.fire(ids));
  }

  async #follow({ span, origin }: SelectedSpan): Promise<void> {
    const traceId = span?.traceId;
    if (traceId === undefined || origin === 'tree' || origin === 'caret' || !this.#view.visible) return;
    if (this.selected === traceId || this.#traces.find(traceId) === undefined) return;
    // The row may go before it is revealed; then there is nothing to reveal.
    await Promise.resolve(this.#view.reveal(traceId, { select: true, focus: false })).catch(() => undefined);
  }
}

/** A trace's id from whatever a command was given: a row of the tree, a link's argument, or text. */
export function traceIdOf(argument: unknown): TraceId | undefined {
  if (typeof argument === 'string') return parseTraceId(argument);
  const { traceId } = Object(argument) as { traceId?: unknown };
  return typeof traceId === 'string' ? parseTraceId(traceId) : undefined;
}

function isWayOut(element: Element): element is (typeof waysOut)[number] {
  return waysOut.some((way) => way === element);
}

/** The command itself is the row, so that it is seen before it is copied. */
function hintItem(command: string): vscode.TreeItem {
  const title = vscode.l10n.t('Copy');
  const item = new vscode.TreeItem(command);
  item.id = linkCommands.copySdkCommand;
  item.iconPath = new vscode.ThemeIcon('copy');
  item.tooltip = vscode.l10n.t('Copy, to run it in a terminal');
  item.command = { command: linkCommands.copySdkCommand, title };
  return item;
}

function wayOutItem(way: (typeof waysOut)[number]): vscode.TreeItem {
  const [title, icon] = {
    [commands.restartCollector]: [vscode.l10n.t('Start the Collector Again'), 'debug-restart'] as const,
    [commands.showLog]: [vscode.l10n.t('Show Log'), 'output'] as const,
    [commands.openSettings]: [vscode.l10n.t('Change Ports'), 'settings-gear'] as const,
  }[way];
  const item = new vscode.TreeItem(title);
  item.id = way;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = { command: way, title };
  return item;
}

/** Where to send spans, while there are none. */
function endpoint(status: CollectorStatus): string {
  return status.kind === 'ready' ? `http://${status.http}` : '';
}

function stateIcon(state: TraceState): vscode.ThemeIcon {
  const [icon, color] = icons[state];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

const icons: Readonly<Record<TraceState, readonly [icon: string, color: string]>> = {
  ok: ['circle-filled', 'testing.iconPassed'],
  failed: ['error', 'list.errorForeground'],
  open: ['circle', 'descriptionForeground'],
  incomplete: ['warning', 'list.warningForeground'],
  rootMissing: ['debug-disconnect', 'descriptionForeground'],
};
