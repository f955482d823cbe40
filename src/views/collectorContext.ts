import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { type ContextKey, contextKeys } from '../shared/manifest.ts';
import type { CollectorTraffic } from './collectorTraffic.ts';
import type { CurrentCollector } from './currentCollector.ts';
import type { RecentTraces } from './recentTraces.ts';

/** Keeps the keys of `when` clauses: which welcome texts, buttons and commands are there. */
export class CollectorContext implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #set = new Map<ContextKey, unknown>();

  constructor(collector: CurrentCollector, traffic: CollectorTraffic, traces: RecentTraces) {
    this.#owned.register(
      collector.onDidChangeStatus((status) => this.#update(contextKeys.collector, status.kind)),
    );
    this.#owned.register(traffic.onDidChange(({ paused }) => this.#update(contextKeys.paused, paused)));
    this.#owned.register(
      traces.onDidChange(({ page }) => this.#update(contextKeys.hasTraces, page.total > 0)),
    );
    this.#owned.register(traces.onDidChangeFilter((text) => this.#update(contextKeys.filtered, text !== '')));
    this.#update(contextKeys.collector, collector.status.kind);
    this.#update(contextKeys.secondarySideBar, hasSecondarySideBar(vscode.version));
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

/** Extensions may put views into the secondary side bar since VS Code 1.106. */
export function hasSecondarySideBar(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 106);
}
