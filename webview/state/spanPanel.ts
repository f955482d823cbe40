import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { messageOf } from '../../src/shared/assert.ts';
import type { SpanHostApi, SpanHostEvents, SpanPageEvents, SpanView } from '../../src/shared/spanProtocol.ts';
import type { Host } from '../host.ts';
import type { Theme } from '../paint/theme.ts';

export type SpanHost = Host<SpanHostApi, SpanHostEvents, SpanPageEvents>;

export type SpanPhase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'span'; readonly span: SpanView };

/** What survives a reload: sections that were opened or closed, by their title. */
interface PanelState {
  readonly open: Readonly<Record<string, boolean>>;
}

/** State of the side panel: which span, what is filtered, which sections are open. Lives as long as the page. */
export class SpanPanel {
  readonly host: SpanHost;
  readonly theme: Signal<Theme>;
  readonly phase: Signal<SpanPhase> = signal({ kind: 'loading' });
  readonly filter = signal('');
  readonly isFiltered: ReadonlySignal<boolean>;
  readonly #open: Signal<Readonly<Record<string, boolean>>>;
  #asked = 0;

  constructor(host: SpanHost, theme: Theme) {
    this.host = host;
    this.theme = signal(theme);
    this.isFiltered = computed(() => this.filter.value.trim() !== '');
    this.#open = signal(asPanelState(host.state.get()).open);
  }

  start(): void {
    this.host.rpc.on('changed', () => void this.refresh());
    void this.refresh();
  }

  /** Asks for the current span; of several answers the one to the last question counts. */
  async refresh(): Promise<void> {
    const asked = ++this.#asked;
    const phase = await this.#current();
    if (asked === this.#asked) this.phase.value = phase;
  }

  async #current(): Promise<SpanPhase> {
    try {
      const span = await this.host.rpc.remote.current();
      return span === undefined ? { kind: 'none' } : { kind: 'span', span };
    } catch (error) {
      return { kind: 'failed', message: messageOf(error) };
    }
  }

  /** While something is filtered for, all that is left is to be seen. */
  isOpen(title: string, byDefault: boolean): boolean {
    return this.isFiltered.value || (this.#open.value[title] ?? byDefault);
  }

  setOpen(title: string, open: boolean): void {
    this.#open.value = { ...this.#open.value, [title]: open };
    this.host.state.set({ open: this.#open.value } satisfies PanelState);
  }

  /** Calls the host; what failed there the host tells the user. */
  ask(call: (host: SpanHostApi) => Promise<void>): void {
    void call(this.host.rpc.remote).catch((error: unknown) => console.error(error));
  }
}

function asPanelState(value: unknown): PanelState {
  const state = value as Partial<PanelState> | undefined | null;
  return typeof state?.open === 'object' && state.open !== null ? { open: state.open } : { open: {} };
}
