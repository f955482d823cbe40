import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { commands } from '../shared/manifest.ts';
import type { CollectorTraffic } from './collectorTraffic.ts';
import type { CoverageFigure } from './coverageFigure.ts';
import type { CurrentCollector } from './currentCollector.ts';
import { statusText } from './statusText.ts';

/** The collector in the status bar; what it says is decided in `statusText`. */
export class StatusBar implements Disposable {
  readonly #collector: Pick<CurrentCollector, 'status' | 'onDidChangeStatus'>;
  readonly #traffic: CollectorTraffic;
  readonly #coverage: Pick<CoverageFigure, 'text' | 'onDidChange'>;
  readonly #owned = new DisposableStore();
  readonly #item: vscode.StatusBarItem;

  constructor(
    collector: Pick<CurrentCollector, 'status' | 'onDidChangeStatus'>,
    traffic: CollectorTraffic,
    coverage: Pick<CoverageFigure, 'text' | 'onDidChange'>,
  ) {
    this.#collector = collector;
    this.#traffic = traffic;
    this.#coverage = coverage;
    this.#item = this.#owned.register(
      vscode.window.createStatusBarItem('spanline.status', vscode.StatusBarAlignment.Left, 0),
    );
    this.#item.name = 'Spanline';
    this.#item.command = commands.showMenu;
    this.#owned.register(collector.onDidChangeStatus(() => this.#draw()));
    this.#owned.register(traffic.onDidChange(() => this.#draw()));
    this.#owned.register(coverage.onDidChange(() => this.#draw()));
    this.#draw();
    this.#item.show();
  }

  get text(): string {
    return this.#item.text;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #draw(): void {
    const { text, tooltip, level } = statusText(
      this.#collector.status,
      this.#traffic.current,
      this.#coverage.text,
    );
    // An item that is set to what it shows already is still sent to the window.
    if (this.#item.text === text && this.#item.tooltip === tooltip) return;
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: tooltip };
    this.#item.backgroundColor =
      level === 'normal' ? undefined : new vscode.ThemeColor(`statusBarItem.${level}Background`);
  }
}
