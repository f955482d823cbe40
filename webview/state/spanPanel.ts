import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { messageOf } from '../../src/shared/assert.ts';
import type { SpanHostApi, SpanHostEvents, SpanPageEvents, SpanView } from '../../src/shared/spanProtocol.ts';
import type { Host } from '../host.ts';
import type { AttributeRow } from '../layout/attributeSections.ts';
import type { Theme } from '../paint/theme.ts';
import { SpanCompanions } from './spanCompanions.ts';
import type { SqlTexts } from './sqlTexts.ts';

export type SpanHost = Host<SpanHostApi, SpanHostEvents, SpanPageEvents>;

export type SpanPhase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'span'; readonly span: SpanView };

/** The menu of an attribute, and where it is up: pixels of the page. */
export interface OpenMenu {
  readonly row: AttributeRow;
  readonly x: number;
  readonly y: number;
  /** What has the focus again when the menu closes. */
  readonly from: HTMLElement;
}

/** What survives a reload: sections that were opened or closed, by their title, and how values are shown. */
interface PanelState {
  readonly open: Readonly<Record<string, boolean>>;
  readonly asSent?: boolean;
}

const copiedMillis = 1500;

/** State of the side panel: which span, what is filtered, which sections are open. Lives as long as the page. */
export class SpanPanel {
  readonly host: SpanHost;
  readonly theme: Signal<Theme>;
  readonly sql: SqlTexts;
  readonly companions: SpanCompanions;
  readonly phase: Signal<SpanPhase> = signal({ kind: 'loading' });
  readonly filter = signal('');
  readonly isFiltered: ReadonlySignal<boolean>;
  readonly menu: Signal<OpenMenu | undefined> = signal(undefined);
  /** Whether SQL, JSON and addresses are shown as they were sent. */
  readonly asSent: Signal<boolean>;
  /** What was copied just now. */
  readonly copied: Signal<string | undefined> = signal(undefined);
  readonly #open: Signal<Readonly<Record<string, boolean>>>;
  #isAsking = false;
  #isStale = false;
  #forgetCopied: ReturnType<typeof setTimeout> | undefined;

  constructor(host: SpanHost, theme: Theme, sql: SqlTexts) {
    this.host = host;
    this.theme = signal(theme);
    this.sql = sql;
    this.companions = new SpanCompanions(host.rpc.remote);
    this.isFiltered = computed(() => this.filter.value.trim() !== '');
    const state = asPanelState(host.state.get());
    this.#open = signal(state.open);
    this.asSent = signal(state.asSent === true);
  }

  start(): void {
    this.host.rpc.on('changed', () => void this.refresh());
    void this.refresh();
  }

  /** Asks for the current span. While an answer is awaited no more is asked: then the latest, once. */
  async refresh(): Promise<void> {
    this.companions.forgetQuestions();
    this.#isStale = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#isStale) {
      this.#isStale = false;
      this.#show(await this.#current());
    }
    this.#isAsking = false;
  }

  async #current(): Promise<SpanPhase> {
    try {
      const span = await this.host.rpc.remote.current();
      return span === undefined ? { kind: 'none' } : { kind: 'span', span };
    } catch (error) {
      return { kind: 'failed', message: messageOf(error) };
    }
  }

  #show(phase: SpanPhase): void {
    const shown = spanOf(phase);
    // A span that grows is still the one whose menu is up.
    if (shown !== spanOf(this.phase.value)) this.menu.value = undefined;
    this.phase.value = phase;
    if (shown !== undefined && !this.#isStale) this.companions.ask(shown);
  }

  /** While something is filtered for, all that is left is to be seen. */
  isOpen(title: string, byDefault: boolean): boolean {
    return this.isFiltered.value || (this.#open.value[title] ?? byDefault);
  }

  setOpen(title: string, open: boolean): void {
    this.#open.value = { ...this.#open.value, [title]: open };
    this.#save();
  }

  toggleAsSent(): void {
    this.asSent.value = !this.asSent.value;
    this.#save();
  }

  #save(): void {
    this.host.state.set({ open: this.#open.value, asSent: this.asSent.value } satisfies PanelState);
  }

  /** Copies a text, and says so for a moment. */
  copy(text: string): void {
    this.ask(async (host) => {
      await host.copy({ text });
      this.copied.value = text;
      clearTimeout(this.#forgetCopied);
      this.#forgetCopied = setTimeout(() => {
        this.copied.value = undefined;
      }, copiedMillis);
    });
  }

  /** Calls the host; what failed there the host tells the user. */
  ask(call: (host: SpanHostApi) => Promise<void>): void {
    void call(this.host.rpc.remote).catch((error: unknown) => console.error(error));
  }
}

function spanOf(phase: SpanPhase): string | undefined {
  return phase.kind === 'span' ? `${phase.span.detail.traceId} ${phase.span.detail.spanId}` : undefined;
}

function asPanelState(value: unknown): PanelState {
  const state = value as Partial<PanelState> | undefined | null;
  const open = typeof state?.open === 'object' && state.open !== null ? state.open : {};
  return { open, asSent: state?.asSent === true };
}
