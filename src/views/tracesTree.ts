import * as vscode from 'vscode';
import type { CollectorStatus, TakenPort } from '../shared/collectorStatus.ts';
import { type Disposable, DisposableSlot, DisposableStore } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';
import type { TraceId } from '../shared/ids.ts';
import { linkCommands, views } from '../shared/manifest.ts';
import type { SelectedSpan, Selection } from '../shared/selection.ts';
import type { Timer } from '../shared/throttle.ts';
import type { CurrentCollector } from './currentCollector.ts';
import { droppedFiles, droppedTypes } from './droppedFiles.ts';
import type { GroupedTraces } from './groupedTraces.ts';
import type { GroupSwitch } from './groupSwitch.ts';
import type { TraceFile } from './importFiles.ts';
import type { RecentRuns } from './recentRuns.ts';
import type { RecentTraces, TracesChange } from './recentTraces.ts';
import { takenOf, takenSentence } from './takenPortText.ts';
import {
  isRunElement,
  type RunElement,
  runElement,
  type TraceElement,
  traceIdOf,
  waysOut,
} from './traceElements.ts';
import { groupItem, hintItem, traceTreeItem, wayOutItem } from './traceItems.ts';
import { openMillis, traceRow } from './traceRow.ts';
import { UnseenFailures } from './unseenFailures.ts';

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

export interface TracesTreeServices {
  readonly traces: RecentTraces;
  readonly runs: Pick<RecentRuns, 'onDidChange'>;
  readonly grouped: Pick<GroupedTraces, 'groups' | 'group' | 'children' | 'find' | 'elementOf'>;
  readonly grouping: Pick<GroupSwitch, 'on' | 'onDidChange'>;
  readonly collector: Pick<CurrentCollector, 'status' | 'onDidChangeStatus'>;
  readonly selection: Selection;
  readonly hints: TraceHints;
  readonly timer: Timer;
  readonly importFiles: (files: readonly TraceFile[]) => unknown;
}

/** The Traces view: newest first and live; rows are decided in `traceRow`. */
export class TracesTree
  implements vscode.TreeDataProvider<TraceElement>, vscode.TreeDragAndDropController<TraceElement>, Disposable
{
  readonly #services: TracesTreeServices;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(
    new vscode.EventEmitter<TraceElement | TraceElement[] | undefined>(),
  );
  readonly #aging = this.#owned.register(new DisposableSlot<Disposable>());
  readonly #unseen = new UnseenFailures();
  readonly #view: vscode.TreeView<TraceElement>;
  #changedWhileHidden = false;

  readonly onDidChangeTreeData = this.#changes.event;
  readonly dropMimeTypes = droppedTypes;
  readonly dragMimeTypes = [];

  constructor(services: TracesTreeServices) {
    this.#services = services;
    const { traces, collector, hints, selection, runs, grouping } = services;
    const options = { treeDataProvider: this, dragAndDropController: this };
    this.#view = this.#owned.register(vscode.window.createTreeView(views.traces, options));
    this.#owned.register(traces.onDidChange((change) => this.#update(change)));
    this.#owned.register(traces.onDidChangeFilter(() => this.#describe()));
    this.#owned.register(collector.onDidChangeStatus(() => this.#refreshAll()));
    this.#owned.register(hints.onDidChange(() => this.#refreshAll()));
    this.#owned.register(grouping.onDidChange(() => this.#refreshAll()));
    this.#owned.register(runs.onDidChange(() => this.#runsChanged()));
    this.#owned.register(this.#view.onDidChangeVisibility(() => this.#shown()));
    this.#owned.register(selection.onDidChange((selected) => void this.#follow(selected)));
  }

  /** The trace that is selected in the tree. */
  get selected(): TraceId | undefined {
    return traceIdOf(this.#view.selection[0]);
  }

  /** The rows as text: label and description; traces of a run that is among the newest ones stand below it, indented. */
  rows(): readonly string[] {
    return this.#roots().flatMap((element) => {
      if (!isRunElement(element)) return [this.#rowText(element)];
      const traces = this.#services.grouped.group(element)?.traces ?? [];
      return [this.#rowText(element), ...traces.map(({ traceId }) => `  ${this.#rowText(traceId)}`)];
    });
  }

  getChildren(element?: TraceElement): TraceElement[] | Promise<TraceElement[]> {
    if (element === undefined) return this.#roots();
    return isRunElement(element) ? this.#services.grouped.children(element) : [];
  }

  getParent(element: TraceElement): RunElement | undefined {
    const traceId = this.#services.grouping.on ? traceIdOf(element) : undefined;
    return traceId && this.#services.grouped.elementOf(traceId);
  }

  getTreeItem(element: TraceElement): vscode.TreeItem {
    const { hints, grouped, collector, timer } = this.#services;
    if (element === linkCommands.copySdkCommand) return hintItem(hints.current?.command ?? '');
    const wayOut = waysOut(collector.status).find((way) => way === element);
    if (wayOut !== undefined) return wayOutItem(wayOut, collector.status);
    if (isRunElement(element)) return this.#groupItem(element);
    const traceId = traceIdOf(element);
    return traceId === undefined
      ? new vscode.TreeItem(element)
      : traceTreeItem(traceId, grouped.find(traceId), timer.now());
  }

  #groupItem(element: RunElement): vscode.TreeItem {
    const { groups } = this.#services.grouped;
    const index = groups.findIndex((group) => runElement(group) === element);
    const group = groups[index];
    return group === undefined ? new vscode.TreeItem(element) : groupItem(group, index === 0);
  }

  #roots(): TraceElement[] {
    const { collector, hints, grouping, grouped, traces } = this.#services;
    const { kind } = collector.status;
    if (kind === 'failed') return [...waysOut(collector.status)];
    if (kind === 'stopped') return [];
    const hint = hints.current?.command === undefined ? [] : [linkCommands.copySdkCommand];
    const rows = grouping.on
      ? grouped.groups.map(runElement)
      : traces.page.traces.map(({ traceId }) => traceId);
    return [...hint, ...rows];
  }

  #rowText(element: TraceElement): string {
    const { label, description } = this.getTreeItem(element);
    return [label, description].filter((part) => part !== undefined).join('  ');
  }

  /** Files that are dropped anywhere on the view are imported. */
  async handleDrop(_target: TraceElement | undefined, data: vscode.DataTransfer): Promise<void> {
    const files = await droppedFiles(data);
    if (files.length > 0) await this.#services.importFiles(files);
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

  /** Figures of runs change with each trace; as a list, none of them is seen. */
  #runsChanged(): void {
    if (!this.#services.grouping.on) return;
    if (this.#view.visible) this.#changes.fire(undefined);
    else this.#changedWhileHidden = true;
  }

  #refreshAll(): void {
    this.#describe();
    this.#changes.fire(undefined);
  }

  #shown(): void {
    if (!this.#view.visible) return;
    this.#unseen.update(this.#services.traces.page.traces, true);
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
    const empty = this.#services.traces.page.total === 0;
    const description =
      this.#services.traces.filterText || (empty ? endpoint(this.#services.collector.status) : '');
    if ((this.#view.description ?? '') !== description) this.#view.description = description;
    const message = this.#message();
    // An empty text is not the same as none: only without a message are the welcome texts shown.
    if (this.#view.message === message) return;
    Object.assign(this.#view, { message });
  }

  #message(): string | undefined {
    const { status } = this.#services.collector;
    const taken = takenOf(status);
    if (taken !== undefined) return takenMessage(taken);
    if (status.kind === 'failed') return status.reason;
    if (status.kind === 'stopped') return undefined;
    if (this.#services.hints.current !== undefined) return this.#services.hints.current.sentence;
    const { traces, matched } = this.#services.traces.page;
    if (traces.length === 0 || traces.length >= matched) return undefined;
    return vscode.l10n.t(
      'Showing the newest {0} of {1} traces.',
      traces.length,
      matched.toLocaleString('en-US'),
    );
  }

  /** A trace that is still open looks different some seconds later, though nothing was received. */
  #ageOpenTraces(): void {
    const now = this.#services.timer.now();
    const open = this.#services.traces.page.traces.filter((trace) => traceRow(trace, now).state === 'open');
    if (open.length === 0) return;
    const ids = open.map((trace) => trace.traceId);
    this.#aging.value = this.#services.timer.after(openMillis, () => this.#changes.fire(ids));
  }

  async #follow({ span, origin }: SelectedSpan): Promise<void> {
    const traceId = span?.traceId;
    if (traceId === undefined || origin === 'tree' || origin === 'caret' || !this.#view.visible) return;
    if (this.selected === traceId || this.#services.traces.find(traceId) === undefined) return;
    // The row may go before it is revealed; then there is nothing to reveal.
    await Promise.resolve(this.#view.reveal(traceId, { select: true, focus: false })).catch(() => undefined);
  }
}

function takenMessage(taken: TakenPort): string {
  return vscode.l10n.t(
    '{0} Nothing is received. Use ports that are free, or end that program and start the collector again.',
    takenSentence(taken),
  );
}

/** Where to send spans, while there are none. */
function endpoint(status: CollectorStatus): string {
  return status.kind === 'ready' ? `http://${status.http}` : '';
}
