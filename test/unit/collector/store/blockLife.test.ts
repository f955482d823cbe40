import { afterEach, expect, test } from 'vitest';
import { spanDetail } from '../../../../src/collector/answer/spanDetail.ts';
import { BlockRewriter } from '../../../../src/collector/store/blockRewriter.ts';
import { hexOfWords, wordsOfHex } from '../../../../src/collector/store/hexOfWords.ts';
import { noRow, rowMask } from '../../../../src/collector/store/spanChunk.ts';
import { ensureExists } from '../../../../src/shared/assert.ts';
import type { SpanId, TraceId } from '../../../../src/shared/ids.ts';
import type { SpanDetail } from '../../../../src/shared/spanDetail.ts';
import { HastySlice } from '../hastySlice.ts';
import { OpenStore } from '../openStore.ts';
import { requestOf, type SentSpan } from '../otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

const steps = Number(process.env['SPANLINE_LIFE_STEPS'] ?? 80);
const seeds = Array.from({ length: Number(process.env['SPANLINE_LIFE_SEEDS'] ?? 4) }, (_, i) => i + 1);

// Sends, expiries, rewriting, merging, pins, runs and restarts in any order, against a plain model.
test.each(seeds)('whatever happens, what is held is what was sent (%i)', async (seed) => {
  const life = new BlockLife(seed);
  for (let step = 0; step < steps; step++) {
    const mayMove = await life.step();
    life.checkTraces();
    if (mayMove) life.checkSpans();
  }
  expect(life.told).toMatchObject({ wasRewritten: true, wasRestarted: true, hasExpired: true });
});

interface ModelTrace {
  readonly run: number;
  readonly spans: Set<string>;
  pinned: boolean;
}

/** A store and what it should hold. Traces that went are not used again; with a restart some of their spans may come back. */
class BlockLife {
  readonly #store = new OpenStore(400);
  readonly #random: () => number;
  #rewriter: BlockRewriter;
  /** Everything that was ever sent, by trace and span. */
  readonly #sent = new Map<
    string,
    { readonly name: string; readonly text: string; readonly service: string }
  >();
  /** Traces that were never missing, the first that came first. */
  readonly #held = new Map<string, ModelTrace>();
  #run = 0;
  #ids = 0;
  readonly told = { wasRewritten: false, wasRestarted: false, hasExpired: false };

  constructor(seed: number) {
    opened.push(this.#store);
    this.#random = randomOf(seed);
    this.#store.store.load();
    const { store } = this.#store;
    const keep = [{ type: 'status_code', status_code: { status_codes: ['ERROR'] } }] as const;
    store.setRetention(store.retentionOf({ maxSpans: undefined, maxDiskMegabytes: undefined, keep }));
    this.#rewriter = this.#newRewriter();
  }

  /** True where blocks may have changed that were there before. */
  async step(): Promise<boolean> {
    const chance = this.#random();
    if (chance < 0.7) await this.#send();
    else if (chance < 0.8) await this.#rewrite();
    else if (chance < 0.86) this.#changeRun();
    else if (chance < 0.94) this.#pin();
    else this.#restart();
    return (chance >= 0.7 && chance < 0.8) || chance >= 0.94;
  }

  /** Nothing is missing but whole traces, and they stand in the order in which they came. */
  checkTraces(): void {
    const { store } = this.#store;
    const live = this.#liveTraces();
    for (const [id, trace] of this.#held) {
      if (live.has(id)) continue;
      expect(trace.pinned).toBe(false);
      this.told.hasExpired = true;
      this.#held.delete(id);
    }
    expect([...live.keys()].filter((id) => this.#held.has(id))).toEqual([...this.#held.keys()]);
    for (const [id, trace] of this.#held) {
      const slot = ensureExists(live.get(id));
      expect(new Set(this.#spansOf(slot))).toEqual(trace.spans);
      expect([store.index.traces.run[slot], store.index.traces.pinned[slot] === 1]).toEqual([
        trace.run,
        trace.pinned,
      ]);
    }
  }

  /** What the blocks say of every span. */
  checkSpans(): void {
    for (const [id, slot] of this.#liveTraces())
      for (const span of this.#spansOf(slot)) this.#checkSpan(id, span);
  }

  #checkSpan(traceId: string, spanId: string): void {
    const detail = spanDetail(this.#store.store, { traceId: traceId as TraceId, spanId: spanId as SpanId });
    const textOf = (attributes: SpanDetail['attributes'] = []): string | undefined =>
      attributes[0]?.value.type === 'string' ? attributes[0].value.value : undefined;
    const service = textOf(detail?.resource);
    const sent = ensureExists(this.#sent.get(`${traceId} ${spanId}`));
    expect([detail?.name, textOf(detail?.attributes)]).toEqual([sent.name, sent.text]);
    // What comes back with a restart may be the second of two that came, which another service sent.
    if (this.#held.has(traceId)) expect(service).toBe(sent.service);
  }

  /** One to three requests that become one block, or a block each. */
  async #send(): Promise<void> {
    const requests = Array.from({ length: this.#upTo(3) }, () => this.#request(`service ${this.#upTo(3)}`));
    const sent = requests.map((request) => this.#store.send(request));
    await Promise.all(sent);
  }

  #request(service: string): object {
    const ids = [...this.#liveTraces().keys()].filter((id) => this.#held.has(id));
    const spans = Array.from({ length: this.#upTo(10) }, (): SentSpan => {
      const isLate = this.#random() < 0.4 && ids.length > 0;
      const trace = isLate ? ensureExists(ids[Math.floor(this.#random() * ids.length)]) : this.#newId(32);
      const again = [...(this.#held.get(trace)?.spans ?? [])][0];
      const id = this.#random() < 0.1 && again !== undefined ? again : this.#newId(16);
      const known = this.#sent.get(`${trace} ${id}`);
      const name = known?.name ?? `span ${this.#upTo(50)}`;
      const text = known?.text ?? 'x'.repeat(this.#upTo(300));
      if (known === undefined) this.#sent.set(`${trace} ${id}`, { name, text, service });
      const held = this.#held.get(trace) ?? { run: this.#run, spans: new Set<string>(), pinned: false };
      held.spans.add(id);
      this.#held.set(trace, held);
      return {
        trace,
        id,
        name,
        attributes: { text },
        ...(this.#random() < 0.03 ? { status: { code: 2 } } : {}),
      };
    });
    return requestOf(spans, service);
  }

  /** With traffic beside it. */
  async #rewrite(): Promise<void> {
    const pass = this.#rewriter.pass();
    if (this.#random() < 0.5) await this.#send();
    if ((await pass) > 0) this.told.wasRewritten = true;
  }

  #changeRun(): void {
    const { runs } = this.#store.store;
    if (this.#random() < 0.3 && runs.current !== undefined) runs.end(runs.current.id, 0);
    else runs.start('run', 'command', 0);
    this.#run = runs.current?.id ?? 0;
  }

  #pin(): void {
    const { store } = this.#store;
    const id = [...this.#held.keys()][Math.floor(this.#random() * this.#held.size)];
    const slot = id === undefined ? -1 : store.index.findTrace(wordsOfHex(id));
    if (slot < 0) return;
    const held = ensureExists(this.#held.get(id ?? ''));
    held.pinned = !held.pinned && this.#random() < 0.5;
    store.setPinned([slot], held.pinned);
  }

  #restart(): void {
    this.#rewriter.dispose();
    this.#store.reopen();
    this.#rewriter = this.#newRewriter();
    this.told.wasRestarted = true;
  }

  #newRewriter(): BlockRewriter {
    return new BlockRewriter(this.#store.store, () => Number.POSITIVE_INFINITY, new HastySlice());
  }

  /** Ids and slots, the oldest first. */
  #liveTraces(): Map<string, number> {
    const { traces } = this.#store.store.index;
    return new Map(Array.from(traces.slots(), (slot) => [this.#store.store.traceId(slot), slot]));
  }

  #spansOf(slot: number): string[] {
    const { rows, traces } = this.#store.store.index;
    const ids: string[] = [];
    for (let row = traces.head[slot] as number; row !== noRow; row = rows.next(row)) {
      const chunk = rows.chunk(row);
      const i = row & rowMask;
      ids.push(hexOfWords(Uint32Array.of(chunk.idHigh[i] as number, chunk.idLow[i] as number)));
    }
    return ids;
  }

  #newId(digits: number): string {
    return (++this.#ids).toString(16).padStart(digits, '0');
  }

  /** 1 to `most`. */
  #upTo(most: number): number {
    return 1 + Math.floor(this.#random() * most);
  }
}

/** Numbers from 0 to 1 that follow from a seed (a linear congruential generator). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
