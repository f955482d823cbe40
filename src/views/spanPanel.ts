import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';
import { views } from '../shared/manifest.ts';
import type { CollectorApi, CollectorChange } from '../shared/protocol.ts';
import { Rpc } from '../shared/rpc.ts';
import type { Selection } from '../shared/selection.ts';
import type { SpanRef } from '../shared/site.ts';
import type {
  SpanHostApi,
  SpanHostEvents,
  SpanPageApi,
  SpanPageEvents,
  SpanView,
} from '../shared/spanProtocol.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';
import { openCode } from './openCode.ts';
import { openUrl } from './openUrl.ts';
import { hasSecondarySideBar } from './secondarySideBar.ts';
import type { SitePlaces } from './sitePlaces.ts';
import type { SpanViews } from './spanViews.ts';
import { type Log, runForUser } from './userMessages.ts';
import { loadPage, pageOptions } from './webviewPage.ts';
import { WebviewTransport } from './webviewTransport.ts';

const updateMillis = 250;

export interface SpanPanelServices {
  readonly extensionUri: vscode.Uri;
  readonly api: Pick<CollectorApi, 'logs' | 'backLinks' | 'exemplars'>;
  readonly selection: Selection;
  readonly spans: Pick<SpanViews, 'view'>;
  readonly places: Pick<SitePlaces, 'onDidChange'>;
  readonly onDidChange: Event<CollectorChange>;
  readonly onDidReconnect: Event<void>;
  readonly openSpan: (span: SpanRef) => void;
  readonly chooseLine: (span: SpanRef) => Promise<void>;
  readonly showJson: (span: SpanRef) => Promise<void>;
  readonly filterBy: (query: string) => void;
  readonly addColumn: (key: string) => void;
  readonly timer: Timer;
  readonly log: Log;
}

type PageRpc = Rpc<SpanHostApi, SpanHostEvents, SpanPageApi, SpanPageEvents>;

/** The side panel with the selected span. Of its two views only the one that this host can show is there. */
export class SpanPanel implements vscode.WebviewViewProvider, Disposable {
  readonly #services: SpanPanelServices;
  readonly #owned = new DisposableStore();
  readonly #pages = new Set<PageRpc>();
  readonly #changed: Throttle;
  #revealed = false;

  constructor(services: SpanPanelServices) {
    this.#services = services;
    this.#changed = this.#owned.register(new Throttle(services.timer, updateMillis, () => this.#tellPages()));
    for (const id of [views.span, views.spanInSideBar]) {
      this.#owned.register(vscode.window.registerWebviewViewProvider(id, this));
    }
    this.#owned.register(services.selection.onDidChange(({ origin }) => this.#selectionMoved(origin)));
    this.#owned.register(services.places.onDidChange(() => this.#changed.request()));
    this.#owned.register(services.onDidChange((change) => this.#collectorChanged(change)));
    this.#owned.register(services.onDidReconnect(() => this.#changed.request()));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { extensionUri } = this.#services;
    view.webview.options = pageOptions(extensionUri);
    const page = new DisposableStore();
    const transport = page.register(new WebviewTransport(view.webview));
    const rpc: PageRpc = page.register(new Rpc(transport, this.#hostApi()));
    this.#pages.add(rpc);
    page.defer(() => this.#pages.delete(rpc));
    view.onDidDispose(() => page.dispose());
    loadPage(view.webview, extensionUri, 'span', 'Span');
  }

  /** What the panel shows now. */
  async current(): Promise<SpanView | undefined> {
    const { span } = this.#services.selection.current;
    return span && this.#services.spans.view(span);
  }

  async show({ focus }: { readonly focus: boolean }): Promise<void> {
    this.#revealed = true;
    const id = hasSecondarySideBar(vscode.version) ? views.span : views.spanInSideBar;
    await vscode.commands.executeCommand(`${id}.focus`, { preserveFocus: !focus });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #hostApi(): SpanHostApi {
    const { log, api, selection, openSpan, chooseLine, showJson, filterBy, addColumn } = this.#services;
    return {
      current: () => this.current(),
      openCode: ({ location }) => runForUser(log, () => openCode(location)),
      openSpan: ({ traceId, spanId }) => runForUser(log, () => openSpan({ traceId, spanId })),
      openUrl: ({ url }) => runForUser(log, () => openUrl(url)),
      copy: async ({ text }) => vscode.env.clipboard.writeText(text),
      chooseLine: () => runForUser(log, () => selection.current.span && chooseLine(selection.current.span)),
      logs: async () => {
        const span = selection.current.span;
        return span === undefined ? { records: [], complete: true } : await api.logs(span);
      },
      exemplars: async () => {
        const span = selection.current.span;
        return span === undefined ? { exemplars: [], total: 0 } : await api.exemplars(span);
      },
      backLinks: async () => (selection.current.span ? await api.backLinks(selection.current.span) : []),
      filterBy: ({ query }) => runForUser(log, () => filterBy(query)),
      addColumn: ({ key }) => runForUser(log, () => addColumn(key)),
      showJson: () => runForUser(log, () => selection.current.span && showJson(selection.current.span)),
    };
  }

  #tellPages(): void {
    for (const page of this.#pages) page.emit('changed', {});
  }

  /** The first span that is selected on purpose brings the panel up; after that its place is the user's choice. */
  #selectionMoved(origin: string): void {
    this.#tellPages();
    const onPurpose = origin === 'waterfall' || origin === 'command';
    if (onPurpose && !this.#revealed && this.#services.selection.current.span !== undefined) {
      void this.show({ focus: false });
    }
  }

  #collectorChanged(change: CollectorChange): void {
    const traceId = this.#services.selection.current.span?.traceId;
    if (traceId === undefined) return;
    if (change.cleared || change.manyTraces || change.changedTraces.includes(traceId))
      this.#changed.request();
  }
}
