import { vi } from 'vitest';
import { Forwards } from '../../../../src/collector/forward/forwards.ts';
import { origin, signal } from '../../../../src/collector/store/blockFile.ts';
import { sourceOf } from '../../../../src/collector/store/gatherBuffer.ts';
import { ensureExists } from '../../../../src/shared/assert.ts';
import type { ForwardHealth, ForwardSettings } from '../../../../src/shared/forward.ts';
import { OpenStore } from '../openStore.ts';
import { requestOf, type SentSpan, wireOf } from '../otlpRequest.ts';
import { FakeClock } from './fakeClock.ts';

/** A store with forwards, whose time a test moves on. */
export class ForwardYard {
  readonly open = new OpenStore();
  clock = new FakeClock();
  forwards: Forwards;
  readonly #greets: boolean;

  constructor(greets = false) {
    this.#greets = greets;
    this.forwards = this.#forwards();
  }

  #forwards(): Forwards {
    return new Forwards(this.open.store, {
      clock: this.clock,
      ownAddresses: () => ['127.0.0.1:4317'],
      greets: this.#greets,
    });
  }

  configure(...settings: ForwardSettings[]): void {
    this.forwards.configure(settings);
  }

  /** A request with spans of these names, each in a trace of its own but where a name is `trace/name`. */
  async send(...names: string[]): Promise<void> {
    await this.sendSpans(names.map((name) => spanOf(name)));
  }

  async sendSpans(spans: readonly SentSpan[]): Promise<void> {
    await this.open.send(requestOf(spans));
    this.forwards.committed(this.open.store.file.lastRowId);
  }

  async importSpans(...names: string[]): Promise<void> {
    const request = wireOf(requestOf(names.map((name) => spanOf(name))));
    await this.open.intake.offerTraces(sourceOf(request), origin.imported);
    this.forwards.committed(this.open.store.file.lastRowId);
  }

  sendRaw(kind: 'logs' | 'metrics', bytes: Uint8Array<ArrayBuffer>): void {
    const [rowId] = this.open.store.file.append([{ signal: signal[kind], bytes }]);
    this.forwards.committed(ensureExists(rowId));
  }

  /** What a restart of the collector does. `isKilled`: without the end of what ran. */
  restart(isKilled = false): void {
    if (!isKilled) this.forwards.dispose();
    this.open.reopen();
    this.clock = new FakeClock();
    this.forwards = this.#forwards();
  }

  health(name = 'back end'): ForwardHealth {
    return ensureExists(this.forwards.health().find((forward) => forward.name === name));
  }

  /** `idle sent 3, waiting 0: problem`. */
  text(name = 'back end'): string {
    const { state, sentSpans, droppedSpans, rejectedSpans, sampledOutSpans, queuedBytes, problem } =
      this.health(name);
    const counts = Object.entries({ sentSpans, droppedSpans, rejectedSpans, sampledOutSpans }).filter(
      ([, count]) => count > 0,
    );
    const told = counts.map(([key, count]) => `${key.replace('Spans', '')} ${count}`);
    const waiting = queuedBytes > 0 ? ['something waits'] : [];
    return `${[state, ...told, ...waiting].join(', ')}${problem === undefined ? '' : `: ${problem}`}`;
  }

  /** Lets blocks that linger go. */
  linger(): void {
    this.clock.pass(200);
  }

  async until(state: ForwardHealth['state'], name?: string): Promise<void> {
    await vi.waitFor(
      () => {
        if (this.health(name).state !== state) throw new Error(`Not ${state}: ${this.text(name)}`);
      },
      { timeout: 5_000, interval: 5 },
    );
  }

  /** Until nothing waits. */
  async settled(name?: string): Promise<void> {
    await vi.waitFor(
      () => {
        if (this.health(name).queuedBytes > 0) throw new Error(`Not settled: ${this.text(name)}`);
      },
      { timeout: 5_000, interval: 5 },
    );
  }

  close(): void {
    this.forwards.dispose();
    this.open.close();
  }
}

let spans = 0;

function spanOf(name: string): SentSpan {
  const id = (++spans).toString(16);
  return { trace: `f${id.padStart(30, '0')}1`, id, name };
}
