import type { Disposable } from '../src/shared/disposable.ts';
import { type Api, Rpc, type Transport } from '../src/shared/rpc.ts';

/** What VS Code puts into a webview's page. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension host as the page sees it. */
export interface Host<Remote extends Api<Remote>, RemoteEvents, PageEvents> {
  readonly rpc: Rpc<Record<never, never>, PageEvents, Remote, RemoteEvents>;
  /** View state that survives a reload of the page. */
  readonly state: PageState;
}

export interface PageState {
  get(): unknown;
  set(state: unknown): void;
}

/** Connects once; VS Code hands out its API a single time per page. */
export function connectHost<Remote extends Api<Remote>, RemoteEvents, PageEvents>(): Host<
  Remote,
  RemoteEvents,
  PageEvents
> {
  const api = acquireVsCodeApi();
  const rpc = new Rpc<Record<never, never>, PageEvents, Remote, RemoteEvents>(transportOf(api), {});
  return { rpc, state: { get: () => api.getState(), set: (state) => api.setState(state) } };
}

/** The page lives as long as the connection, so nothing is ever closed from this side. */
function transportOf(api: VsCodeApi): Transport {
  return {
    send: (message) => api.postMessage(message),
    onMessage: (listener) => {
      const receive = (event: MessageEvent<unknown>): void => listener(event.data);
      window.addEventListener('message', receive);
      return { dispose: () => window.removeEventListener('message', receive) };
    },
    onClose: (): Disposable => ({ dispose: () => undefined }),
  };
}
