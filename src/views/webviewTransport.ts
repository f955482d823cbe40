import type * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';
import type { Transport } from '../shared/rpc.ts';

/** Messages to and from a page; closed by its owner when the page goes. */
export class WebviewTransport implements Transport, Disposable {
  readonly #webview: vscode.Webview;
  readonly #owned = new DisposableStore();
  readonly #messages = this.#owned.register(new Emitter<unknown>());
  readonly #closes = this.#owned.register(new Emitter<string>());

  readonly onMessage = this.#messages.event;
  readonly onClose = this.#closes.event;

  constructor(webview: vscode.Webview) {
    this.#webview = webview;
    this.#owned.register(webview.onDidReceiveMessage((message: unknown) => this.#messages.fire(message)));
  }

  send(message: unknown): void {
    // A hidden page gets nothing; it asks for everything anew when it is shown.
    void this.#webview.postMessage(message);
  }

  dispose(): void {
    this.#closes.fire('The page was closed.');
    this.#owned.dispose();
  }
}
