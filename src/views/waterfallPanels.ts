import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { parseSpanId, parseTraceId, type TraceId } from '../shared/ids.ts';
import { waterfallViewType } from '../shared/manifest.ts';
import { UserError } from '../shared/userError.ts';
import type { CompareChoice, WaterfallCommand, WaterfallOpening } from '../shared/waterfallProtocol.ts';
import { WaterfallPanel, type WaterfallServices } from './waterfallPanel.ts';
import { pageOptions } from './webviewPage.ts';

/** All waterfall tabs of the window: at most one of them is the preview, which the next trace replaces. */
export class WaterfallPanels implements vscode.WebviewPanelSerializer, Disposable {
  readonly #services: WaterfallServices;
  readonly #owned = new DisposableStore();
  readonly #panels = new Set<WaterfallPanel>();
  #preview: WaterfallPanel | undefined;
  #lastActive: WaterfallPanel | undefined;

  constructor(services: WaterfallServices) {
    this.#services = services;
    this.#owned.register(vscode.window.registerWebviewPanelSerializer(waterfallViewType, this));
  }

  get all(): readonly WaterfallPanel[] {
    return [...this.#panels];
  }

  /** The tab that is in front and has the keyboard, if it is one of ours. */
  get inView(): WaterfallPanel | undefined {
    return this.#lastActive?.active === true ? this.#lastActive : undefined;
  }

  showing(traceId: TraceId): Pick<WaterfallPanel, 'selected' | 'state'> | undefined {
    return [...this.#panels].find((panel) => panel.traceId === traceId);
  }

  /** Shows a trace: in the tab that has it already, else in the preview tab, or in a tab of its own. */
  open(
    opening: WaterfallOpening,
    how: { readonly newTab?: boolean; readonly preserveFocus?: boolean } = {},
  ): void {
    const preserveFocus = how.preserveFocus === true;
    const panel = this.#panelFor(opening, how.newTab === true, preserveFocus);
    panel.show(opening);
    panel.reveal(preserveFocus);
    if (opening.selected !== undefined) {
      this.#services.selection.select({ traceId: opening.traceId, spanId: opening.selected }, 'command');
    }
  }

  run(command: WaterfallCommand): void {
    this.#current().run(command);
  }

  /** Shows in the waterfall in view only the spans that a query finds. */
  filter(query: string, add: boolean): void {
    this.#current().filter(query, add);
  }

  addColumn(key: string): void {
    this.#current().addColumn(key);
  }

  /** Shows a trace beside another one. */
  compare(opening: WaterfallOpening, choice: CompareChoice): void {
    this.open(opening);
    this.#panelFor(opening, false, false).compare(choice);
  }

  openSelectedCode(): Promise<void> {
    return this.#current().openSelectedCode();
  }

  /** VS Code brings a tab back after the window was reloaded. */
  async deserializeWebviewPanel(webview: vscode.WebviewPanel, state: unknown): Promise<void> {
    const opening = readState(state);
    if (opening === undefined) webview.dispose();
    else {
      webview.webview.options = pageOptions(this.#services.extensionUri);
      this.#adopt(webview, opening);
    }
  }

  dispose(): void {
    for (const panel of this.#panels) panel.dispose();
    this.#owned.dispose();
  }

  #panelFor(opening: WaterfallOpening, newTab: boolean, preserveFocus: boolean): WaterfallPanel {
    const showing = [...this.#panels].find((panel) => panel.traceId === opening.traceId);
    if (newTab && showing === this.#preview) this.#preview = undefined;
    if (showing !== undefined) return showing;
    if (newTab) return this.#create(opening, preserveFocus);
    this.#preview ??= this.#create(opening, preserveFocus);
    return this.#preview;
  }

  #create(opening: WaterfallOpening, preserveFocus: boolean): WaterfallPanel {
    const webview = vscode.window.createWebviewPanel(
      waterfallViewType,
      vscode.l10n.t('Trace'),
      { viewColumn: vscode.ViewColumn.Active, preserveFocus },
      pageOptions(this.#services.extensionUri),
    );
    return this.#adopt(webview, opening);
  }

  #adopt(webview: vscode.WebviewPanel, opening: WaterfallOpening): WaterfallPanel {
    const panel = new WaterfallPanel(webview, opening, this.#services);
    this.#panels.add(panel);
    this.#lastActive = panel;
    this.#owned.register(webview.onDidChangeViewState(() => this.#noteActive(panel)));
    panel.onDidEnd(() => this.#ended(panel));
    return panel;
  }

  #noteActive(panel: WaterfallPanel): void {
    if (panel.active) this.#lastActive = panel;
  }

  #ended(panel: WaterfallPanel): void {
    this.#panels.delete(panel);
    if (this.#preview === panel) this.#preview = undefined;
    if (this.#lastActive === panel) this.#lastActive = undefined;
  }

  #current(): WaterfallPanel {
    if (this.#lastActive === undefined) throw new UserError(vscode.l10n.t('Open a trace first.'));
    return this.#lastActive;
  }
}

function readState(state: unknown): WaterfallOpening | undefined {
  const { traceId, selected } = Object(state) as { traceId?: unknown; selected?: unknown };
  const trace = typeof traceId === 'string' ? parseTraceId(traceId) : undefined;
  const span = typeof selected === 'string' ? parseSpanId(selected) : undefined;
  return trace === undefined ? undefined : { traceId: trace, selected: span };
}
