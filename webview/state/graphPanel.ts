import { type Signal, signal } from '@preact/signals';
import { messageOf } from '../../src/shared/assert.ts';
import type {
  GraphHostApi,
  GraphHostEvents,
  GraphPageEvents,
  GraphTracesRequest,
} from '../../src/shared/graphProtocol.ts';
import type { ServiceGraph } from '../../src/shared/serviceGraph.ts';
import type { Host } from '../host.ts';
import type { Theme } from '../paint/theme.ts';
import { Throttle } from './throttle.ts';

type GraphHost = Host<GraphHostApi, GraphHostEvents, GraphPageEvents>;

export type GraphPhase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly graph: ServiceGraph };

/** While spans arrive the graph is asked for at most this often. */
const refetchMillis = 1000;

/** The graph over all traces, in step with the host for as long as the page lives. */
export class GraphPanel {
  readonly #host: GraphHost;
  readonly #refetch = new Throttle(refetchMillis, () => void this.#fetch());
  readonly phase: Signal<GraphPhase> = signal({ kind: 'loading' });
  readonly theme: Signal<Theme>;
  #isFetching = false;
  #isStale = false;

  constructor(host: GraphHost, theme: Theme) {
    this.#host = host;
    this.theme = signal(theme);
  }

  start(): void {
    this.#host.rpc.on('changed', () => this.#refetch.request());
    this.#refetch.request();
  }

  retry(): void {
    this.phase.value = { kind: 'loading' };
    void this.#fetch();
  }

  open(request: GraphTracesRequest): void {
    // The host tells the user what failed.
    void this.#host.rpc.remote.openTraces(request).catch((error: unknown) => console.error(error));
  }

  /** One question at a time; a graph in view stays there when a newer one cannot be had. */
  async #fetch(): Promise<void> {
    this.#isStale = this.#isFetching;
    if (this.#isFetching) return;
    this.#isFetching = true;
    try {
      this.phase.value = { kind: 'ready', graph: await this.#host.rpc.remote.graph() };
    } catch (error) {
      if (this.phase.value.kind !== 'ready') this.phase.value = { kind: 'failed', message: messageOf(error) };
    }
    this.#isFetching = false;
    if (this.#isStale) this.#refetch.request();
  }
}
