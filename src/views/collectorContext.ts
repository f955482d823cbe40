import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { type ContextKey, contextKeys } from '../shared/manifest.ts';
import type { CollectorTraffic } from './collectorTraffic.ts';
import type { CurrentCollector } from './currentCollector.ts';
import type { GroupSwitch } from './groupSwitch.ts';
import type { RecentTraces } from './recentTraces.ts';
import { hasSecondarySideBar } from './secondarySideBar.ts';

/** Keeps the keys of `when` clauses: which welcome texts, buttons and commands are there. */
export class CollectorContext implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #set = new Map<ContextKey, unknown>();

  constructor(
    collector: CurrentCollector,
    traffic: CollectorTraffic,
    traces: RecentTraces,
    grouping: GroupSwitch,
  ) {
    this.#owned.register(
      collector.onDidChangeStatus((status) => this.#update(contextKeys.collector, status.kind)),
    );
    this.#owned.register(traffic.onDidChange(({ paused }) => this.#update(contextKeys.paused, paused)));
    this.#owned.register(traces.onDidChangeFilter((text) => this.#update(contextKeys.filtered, text !== '')));
    this.#owned.register(grouping.onDidChange((on) => this.#update(contextKeys.grouped, on)));
    this.#update(contextKeys.grouped, grouping.on);
    this.#update(contextKeys.collector, collector.status.kind);
    this.#update(contextKeys.noSecondarySideBar, !hasSecondarySideBar(vscode.version));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #update(key: ContextKey, value: unknown): void {
    if (this.#set.get(key) === value) return;
    this.#set.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
