import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';
import type { SpanId, TraceId } from '../shared/ids.ts';
import { commands } from '../shared/manifest.ts';
import { oneLine } from '../shared/oneLine.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import { Rpc } from '../shared/rpc.ts';
import type { SelectedSpan, Selection } from '../shared/selection.ts';
import type { SpanRef } from '../shared/site.ts';
import { UserError } from '../shared/userError.ts';
import type {
  CompareChoice,
  ShownTrace,
  TraceCommand,
  WaterfallCommand,
  WaterfallHostApi,
  WaterfallHostEvents,
  WaterfallOpening,
  WaterfallPageApi,
  WaterfallPageEvents,
  WaterfallState,
} from '../shared/waterfallProtocol.ts';
import { openSpanCode } from './openSpanCode.ts';
import { siteLines } from './siteLines.ts';
import type { SitePlaces } from './sitePlaces.ts';
import { type FedPage, TraceFeed, type TraceFeedServices } from './traceFeed.ts';
import { traceMarks } from './traceMarks.ts';
import { runForUser } from './userMessages.ts';
import { loadPage } from './webviewPage.ts';
import { WebviewTransport } from './webviewTransport.ts';

export interface WaterfallServices extends TraceFeedServices {
  readonly extensionUri: vscode.Uri;
  readonly api: Pick<
    CollectorApi,
    'attributes' | 'attributeKeys' | 'logs' | 'serviceGraph' | 'traces' | 'runs'
  >;
  /** The trace to compare one with; `undefined` where the user picks none. Throws a `UserError` where there is none. */
  readonly chooseTrace: (traceId: TraceId, choice: CompareChoice) => Promise<TraceId | undefined>;
  readonly places: SitePlaces;
  readonly openSpan: (span: SpanRef) => void;
  readonly selection: Selection;
  readonly showDetails: (how: { readonly focus: boolean }) => Promise<void>;
}

const traceCommandIds: Readonly<Record<TraceCommand, string>> = {
  export: commands.exportTrace,
  share: commands.shareTrace,
  copyLink: commands.copyTraceLink,
  copyJson: commands.copyTraceJson,
  openTrace: commands.openTrace,
  togglePin: commands.togglePin,
};

type PageRpc = Rpc<WaterfallHostApi, WaterfallHostEvents, WaterfallPageApi, WaterfallPageEvents>;

/** One waterfall tab: answers its page, and tells it what changed while it is visible. */
export class WaterfallPanel implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #services: WaterfallServices;
  readonly #owned = new DisposableStore();
  readonly #ends = new Emitter<void>();
  readonly #rpc: PageRpc;
  readonly #feed: TraceFeed;
  #selected: SpanId | undefined;
  #state: WaterfallState | undefined;
  /** How a shared trace is to be shown, until the page has taken it. */
  #shared: WaterfallState | undefined;
  #ready = false;
  /** What a page that is not there is to be told once it is; VS Code drops what is sent to it before. */
  readonly #untold: (() => void)[] = [];
  #isListening = false;

  readonly onDidEnd = this.#ends.event;

  constructor(panel: vscode.WebviewPanel, opening: WaterfallOpening, services: WaterfallServices) {
    this.#panel = panel;
    this.#services = services;
    this.#selected = opening.selected;
    this.#shared = opening.view;
    const transport = this.#owned.register(new WebviewTransport(panel.webview));
    this.#rpc = this.#owned.register(
      new Rpc<WaterfallHostApi, WaterfallHostEvents, WaterfallPageApi, WaterfallPageEvents>(
        transport,
        this.#hostApi(),
      ),
    );
    this.#listen();
    this.#dress();
    loadPage(panel.webview, services.extensionUri, 'waterfall', 'Waterfall');
    this.#feed = this.#owned.register(new TraceFeed(opening.traceId, this.#fedPage(), services));
  }

  get traceId(): TraceId {
    return this.#feed.traceId;
  }

  get selected(): SpanId | undefined {
    return this.#selected;
  }

  /** How the page shows its trace, once it has said so. */
  get state(): WaterfallState | undefined {
    return this.#state?.traceId === this.traceId ? this.#state : undefined;
  }

  get active(): boolean {
    return this.#panel.active;
  }

  get title(): string {
    return this.#panel.title;
  }

  /** The page has come up and asked for its trace. */
  get ready(): boolean {
    return this.#ready;
  }

  reveal(preserveFocus: boolean): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  /** Shows another trace in this tab, or another span of the same one. */
  show(opening: WaterfallOpening): void {
    const sameTrace = opening.traceId === this.traceId;
    this.#selected = opening.selected;
    if (sameTrace && opening.view === undefined) {
      if (opening.selected !== undefined)
        this.#rpc.emit('selected', { spanId: opening.selected, reveal: true });
      return;
    }
    this.#rpc.emit('traceReplaced', opening);
    this.#feed.show(opening.traceId);
  }

  filter(query: string, add: boolean): void {
    this.#tellPage(() => this.#rpc.emit('filter', { query, add }));
  }

  addColumn(key: string): void {
    this.#tellPage(() => this.#rpc.emit('addColumn', { key }));
  }

  compare(choice: CompareChoice): void {
    this.#tellPage(() => this.#rpc.emit('compare', choice));
  }

  run(name: WaterfallCommand): void {
    this.#tellPage(() => this.#rpc.emit('command', { name }));
  }

  #tellPage(tell: () => void): void {
    if (this.#isListening) tell();
    else this.#untold.push(tell);
  }

  /** Opens the code of the selected span, or says why it cannot. */
  async openSelectedCode(): Promise<void> {
    if (this.#selected === undefined)
      throw new UserError(vscode.l10n.t('Select a span in the waterfall first.'));
    await this.#openCode(this.#selected, 'beside');
  }

  dispose(): void {
    this.#owned.dispose();
    this.#panel.dispose();
    this.#ends.fire();
    this.#ends.dispose();
  }

  #listen(): void {
    const { selection, places } = this.#services;
    this.#owned.register(this.#panel.onDidDispose(() => this.dispose()));
    this.#owned.register(
      this.#panel.onDidChangeViewState(() => {
        this.#isListening &&= this.#panel.visible;
      }),
    );
    this.#owned.register(
      this.#rpc.on('stateChanged', (state) => {
        this.#state = state;
      }),
    );
    this.#owned.register(places.onDidChange(() => this.#rpc.emit('linesChanged', {})));
    this.#owned.register(selection.onDidChange((selected) => this.#selectionMoved(selected)));
  }

  #dress(): void {
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(this.#services.extensionUri, 'media', `waterfall-${theme}.svg`);
    this.#panel.iconPath = { light: icon('light'), dark: icon('dark') };
  }

  #hostApi(): WaterfallHostApi {
    const { log } = this.#services;
    return {
      open: async ({ saved }) => this.#open(saved),
      trace: () => this.#feed.answer(),
      lines: async ({ sites }) => siteLines(this.#services.places, sites),
      select: async ({ spanId }) => this.#select(spanId),
      openCode: ({ spanId, how }) => runForUser(log, () => this.#openCode(spanId, how)),
      openSpan: async (span) => this.#services.openSpan(span),
      showDetails: ({ spanId }) => this.#showDetails(spanId),
      copy: async ({ text }) => vscode.env.clipboard.writeText(text),
      attributes: ({ keys }) => this.#services.api.attributes({ traceId: this.traceId, keys }),
      attributeKeys: () => this.#services.api.attributeKeys({ traceId: this.traceId }),
      logs: () => this.#services.api.logs({ traceId: this.traceId }),
      marks: () => traceMarks(this.#services.api, this.traceId),
      serviceGraph: () => this.#services.api.serviceGraph({ traceIds: [this.traceId] }),
      compareWith: (choice) => this.#compareWith(choice),
      runTraceCommand: async ({ name }) => {
        // Which trace to open is asked; every other command is on this one.
        const argument = name === 'openTrace' ? [] : [{ traceId: this.traceId }];
        await vscode.commands.executeCommand(traceCommandIds[name], ...argument);
      },
    };
  }

  #open(saved: WaterfallState | undefined): WaterfallOpening {
    // A page that comes up once more was hidden, and what it had is gone.
    if (this.#ready) this.#feed.forgetSent();
    this.#ready = true;
    this.#isListening = true;
    for (const tell of this.#untold.splice(0)) tell();
    const traceId = this.traceId;
    if (this.#selected === undefined && saved?.traceId === traceId) this.#selected = saved.selected;
    this.#restoreSelection();
    const shared = this.#shared;
    this.#shared = undefined;
    return { traceId, selected: this.#selected, ...(shared !== undefined && { view: shared }) };
  }

  /** What was selected before the window was reloaded; nothing comes to the front for it. */
  #restoreSelection(): void {
    const spanId = this.#selected;
    const nothing = this.#services.selection.current.span === undefined;
    if (spanId !== undefined && nothing) {
      this.#services.selection.select({ traceId: this.traceId, spanId }, 'restored');
    }
  }

  async #compareWith(choice: CompareChoice): Promise<ShownTrace | undefined> {
    const traceId = await this.#services.chooseTrace(this.traceId, choice);
    return traceId === undefined ? undefined : await this.#feed.read(traceId);
  }

  #select(spanId: SpanId | undefined): void {
    this.#selected = spanId;
    const span = spanId === undefined ? undefined : { traceId: this.traceId, spanId };
    this.#services.selection.select(span, 'waterfall');
  }

  async #openCode(spanId: SpanId, how: 'beside' | 'peek'): Promise<void> {
    const { viewColumn: from } = this.#panel;
    await openSpanCode(
      this.#services,
      { traceId: this.traceId, spanId },
      { from, preserveFocus: how === 'peek' },
    );
  }

  async #showDetails(spanId: SpanId): Promise<void> {
    this.#select(spanId);
    await this.#services.showDetails({ focus: true });
  }

  #selectionMoved({ span, origin }: SelectedSpan): void {
    if (origin === 'waterfall' || origin === 'restored' || span?.traceId !== this.traceId) return;
    this.#selected = span.spanId;
    this.#rpc.emit('selected', { spanId: span.spanId, reveal: true });
  }

  #fedPage(): FedPage {
    const [panel, rpc] = [this.#panel, this.#rpc];
    return {
      get visible() {
        return panel.visible;
      },
      take: (traceId, shown) =>
        rpc.emit('traceSent', { opening: { traceId, selected: this.#selected }, shown }),
      hear: (version) => rpc.emit('traceChanged', { version }),
      nameAfter: (columns) => {
        const root = oneLine(columns?.strings[columns.name[0] ?? 0] ?? '');
        panel.title = root || vscode.l10n.t('Trace {0}', this.traceId.slice(0, 8));
      },
    };
  }
}
