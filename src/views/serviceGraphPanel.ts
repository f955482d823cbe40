import * as vscode from 'vscode';
import { type Disposable, DisposableSlot, DisposableStore } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';
import type {
  GraphHostApi,
  GraphHostEvents,
  GraphPageApi,
  GraphPageEvents,
  GraphTracesRequest,
} from '../shared/graphProtocol.ts';
import { serviceGraphViewType, views } from '../shared/manifest.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import { Rpc } from '../shared/rpc.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';
import type { RecentTraces } from './recentTraces.ts';
import { type Log, runForUser } from './userMessages.ts';
import { loadPage, pageOptions } from './webviewPage.ts';
import { WebviewTransport } from './webviewTransport.ts';

const updateMillis = 1000;

export interface ServiceGraphServices {
  readonly extensionUri: vscode.Uri;
  readonly api: Pick<CollectorApi, 'serviceGraph' | 'traces'>;
  readonly traces: Pick<RecentTraces, 'filter'>;
  readonly onDidChange: Event<unknown>;
  readonly onDidReconnect: Event<void>;
  readonly timer: Timer;
  readonly log: Log;
}

type GraphRpc = Rpc<GraphHostApi, GraphHostEvents, GraphPageApi, GraphPageEvents>;

/** The one tab with the graph of all services; VS Code brings it back after the window was reloaded. */
export class ServiceGraphPanel implements vscode.WebviewPanelSerializer, Disposable {
  readonly #services: ServiceGraphServices;
  readonly #owned = new DisposableStore();
  readonly #tab = this.#owned.register(new DisposableSlot<Tab>());

  constructor(services: ServiceGraphServices) {
    this.#services = services;
    this.#owned.register(vscode.window.registerWebviewPanelSerializer(serviceGraphViewType, this));
  }

  /** Whether its page has come up and has asked for the graph. */
  get ready(): boolean {
    return this.#tab.value?.ready === true;
  }

  show(): void {
    if (this.#tab.value !== undefined) {
      this.#tab.value.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      serviceGraphViewType,
      vscode.l10n.t('Service Graph'),
      vscode.ViewColumn.Active,
      pageOptions(this.#services.extensionUri),
    );
    this.#adopt(panel);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    panel.webview.options = pageOptions(this.#services.extensionUri);
    this.#adopt(panel);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const tab = new Tab(panel, this.#services);
    this.#tab.value = tab;
    panel.onDidDispose(() => {
      if (this.#tab.value === tab) this.#tab.value = undefined;
    });
  }
}

class Tab implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #services: ServiceGraphServices;
  readonly #owned = new DisposableStore();
  ready = false;

  constructor(panel: vscode.WebviewPanel, services: ServiceGraphServices) {
    this.#panel = panel;
    this.#services = services;
    const transport = this.#owned.register(new WebviewTransport(panel.webview));
    const rpc: GraphRpc = this.#owned.register(new Rpc(transport, this.#hostApi()));
    const tell = new Throttle(services.timer, updateMillis, () => rpc.emit('changed', {}));
    this.#owned.register(tell);
    const changed = (): void => {
      if (panel.visible) tell.request();
    };
    this.#owned.register(services.onDidChange(changed));
    this.#owned.register(services.onDidReconnect(changed));
    this.#owned.register(panel.onDidChangeViewState(changed));
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(services.extensionUri, 'media', `waterfall-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    loadPage(panel.webview, services.extensionUri, 'graph', 'Service Graph');
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#owned.dispose();
    this.#panel.dispose();
  }

  #hostApi(): GraphHostApi {
    const { api, log } = this.#services;
    return {
      graph: () => {
        this.ready = true;
        return api.serviceGraph({});
      },
      openTraces: (request) => runForUser(log, () => this.#openTraces(request)),
    };
  }

  /** Filters the Traces view; what is called and sends no spans itself is in no trace's list of services. */
  async #openTraces({ service, to }: GraphTracesRequest): Promise<void> {
    const { api, traces } = this.#services;
    const wanted = to === undefined ? { service } : { service, text: to };
    const { matched } = await api.traces({ ...wanted, limit: 1 });
    traces.filter = matched > 0 ? wanted : { service };
    await vscode.commands.executeCommand(`${views.traces}.focus`);
  }
}
