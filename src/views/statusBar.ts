import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { commands } from '../shared/manifest.ts';
import type { Timer } from '../shared/throttle.ts';
import type { CollectorTraffic } from './collectorTraffic.ts';
import type { CoverageFigure } from './coverageFigure.ts';
import type { CurrentCollector } from './currentCollector.ts';
import type { HealthWatch } from './healthWatch.ts';
import { type StatusLine, statusText } from './statusText.ts';

export interface StatusBarServices {
  readonly collector: Pick<CurrentCollector, 'status' | 'onDidChangeStatus'>;
  readonly traffic: Pick<CollectorTraffic, 'current' | 'onDidChange'>;
  readonly health: Pick<HealthWatch, 'current' | 'onDidChange'>;
  readonly coverage: Pick<CoverageFigure, 'text' | 'onDidChange'>;
  readonly timer: Pick<Timer, 'now'>;
}

/** The collector in the status bar; what it says is decided in `statusText`. */
export class StatusBar implements Disposable {
  readonly #services: StatusBarServices;
  readonly #owned = new DisposableStore();
  readonly #item: vscode.StatusBarItem;
  #drawn = '';

  constructor(services: StatusBarServices) {
    this.#services = services;
    const { collector, traffic, health, coverage } = services;
    this.#item = this.#owned.register(
      vscode.window.createStatusBarItem('spanline.status', vscode.StatusBarAlignment.Left, 0),
    );
    this.#item.name = 'Spanline';
    this.#item.command = commands.showMenu;
    this.#owned.register(collector.onDidChangeStatus(() => this.#draw()));
    this.#owned.register(traffic.onDidChange(() => this.#draw()));
    this.#owned.register(health.onDidChange(() => this.#draw()));
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
    const { collector, traffic, health, coverage, timer } = this.#services;
    const { text, lines, level } = statusText(collector.status, {
      traffic: traffic.current,
      coverage: coverage.text,
      health: health.current,
      nowMillis: timer.now(),
    });
    const label = lines.map((line) => line.text).join(' ');
    // An item that is set to what it shows already is still sent to the window.
    if (this.#drawn === `${text} ${label}`) return;
    this.#drawn = `${text} ${label}`;
    this.#item.text = text;
    this.#item.tooltip = tooltip(lines);
    this.#item.accessibilityInformation = { label };
    this.#item.backgroundColor =
      level === 'normal' ? undefined : new vscode.ThemeColor(`statusBarItem.${level}Background`);
  }
}

/** Reasons come from other programs: they are text, never markup. */
function tooltip(lines: readonly StatusLine[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('', true);
  for (const { text, warning } of lines) {
    if (warning === true) markdown.appendMarkdown('$(warning) ');
    markdown.appendText(text).appendMarkdown('\n\n');
  }
  return markdown;
}
