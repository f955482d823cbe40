import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { findCollector } from '../../../../src/client/findCollector.ts';
import { ensureExists } from '../../../../src/shared/assert.ts';
import type { ReadyLine } from '../../../../src/shared/collectorState.ts';
import type { TraceId } from '../../../../src/shared/ids.ts';
import type { CollectorApi, Health } from '../../../../src/shared/protocol.ts';
import { Ledger, sendUntilGone } from './loadSenders.ts';
import { RandomNumbers } from './randomNumbers.ts';

const idsAtOnce = 5_000;

export interface CrashOptions {
  readonly script: string;
  readonly data: string;
  readonly rounds: number;
  readonly seed: number;
  readonly maxSpans?: number;
  /** Now and then everything is cleared under load. */
  readonly clears?: boolean;
}

/** What was found in all rounds. */
export interface CrashReport {
  rounds: number;
  acknowledged: number;
  /** Rounds in which the process was killed before it was ready. */
  killedAtStart: number;
  clears: number;
  /** Acknowledged traces that were not there, or not whole. */
  readonly lost: string[];
  /** Traces of which a part was there. */
  readonly partial: string[];
  /** Spans that were there twice. */
  duplicates: number;
  readonly stderr: string[];
}

/**
 * Starts a collector, sends to it over every protocol, kills it at a moment that the seed decides, and looks, after the next start on the
 * same data, whether all is there that was acknowledged.
 */
export class CrashRounds {
  readonly ledger = new Ledger();
  readonly report: CrashReport = {
    rounds: 0,
    acknowledged: 0,
    killedAtStart: 0,
    clears: 0,
    lost: [],
    partial: [],
    duplicates: 0,
    stderr: [],
  };
  readonly #options: CrashOptions;
  readonly #random: RandomNumbers;
  /** Of those that were sent, so many may be gone: they were cleared. What was under way may have come before or after. */
  #clearedUpTo = 0;

  constructor(options: CrashOptions) {
    this.#options = options;
    this.#random = new RandomNumbers(options.seed);
  }

  async run(): Promise<CrashReport> {
    for (let round = 0; round < this.#options.rounds; round++) {
      await this.#round();
      this.report.rounds++;
    }
    const survivor = this.#spawn();
    await this.#check(ensureExists(await survivor.ready));
    await survivor.kill();
    this.report.acknowledged = this.ledger.acknowledged.length;
    return this.report;
  }

  async #round(): Promise<void> {
    const process = this.#spawn();
    // One in eight dies while it opens its store.
    if (this.#random.next() < 0.125) {
      await setTimeout(this.#random.between(50, 700));
      this.report.killedAtStart++;
      await process.kill();
      return;
    }
    const ready = ensureExists(await process.ready);
    await this.#check(ready);
    const load = sendUntilGone(ready, this.ledger, this.#random);
    const killAfter = this.#random.between(0, 150);
    const clearAfter = this.#random.between(0, 2 * killAfter);
    const clears = this.#options.clears === true && clearAfter < killAfter;
    const cleared = clears ? this.#clear(ready, clearAfter) : undefined;
    await this.#acknowledged(killAfter);
    // Not at the moment of an answer, but somewhere in the work for the next ones.
    await setTimeout(this.#random.between(0, 4));
    await process.kill();
    await Promise.all([load, cleared]);
  }

  /** Waits until so many more requests were acknowledged. */
  async #acknowledged(count: number): Promise<void> {
    const { acknowledged } = this.ledger;
    const wanted = acknowledged.length + count;
    while (acknowledged.length < wanted) await setImmediate();
  }

  async #clear(ready: ReadyLine, after: number): Promise<void> {
    await this.#acknowledged(after);
    try {
      await ask(ready, async (api) => {
        // A clear that was begun may have happened, also where nobody said so any more.
        this.#clearedUpTo = Number.POSITIVE_INFINITY;
        await api.clear();
      });
      this.report.clears++;
    } catch {
      // The collector was killed meanwhile.
    }
    this.#clearedUpTo = this.ledger.sent.size;
  }

  async #check(ready: ReadyLine): Promise<void> {
    const { acknowledged, sent } = this.ledger;
    const { health, kept } = await ask(ready, async (api) => ({
      health: await api.health(),
      kept: await keptSpans(api, [...sent.keys()]),
    }));
    this.report.duplicates += health.duplicateSpans;
    for (const [traceId, spans] of kept) if (spans !== sent.get(traceId)) this.report.partial.push(traceId);
    const expired = this.#expiredUpTo(health, this.#unacknowledgedSpans(kept));
    acknowledged.forEach(({ traceId }, i) => {
      const mayBeGone = i < expired || Number.parseInt(traceId, 16) <= this.#clearedUpTo;
      if (!mayBeGone && !kept.has(traceId)) this.report.lost.push(traceId);
    });
  }

  /** What is kept though the collector was killed before it could say so. */
  #unacknowledgedSpans(kept: ReadonlyMap<string, number>): number {
    const told = new Set(this.ledger.acknowledged.map(({ traceId }) => traceId));
    return [...kept].reduce((sum, [traceId, spans]) => sum + (told.has(traceId) ? 0 : spans), 0);
  }

  /** The budget lets the oldest go; of what was acknowledged last, half of the budget is surely there, but for what else came. */
  #expiredUpTo({ maxSpans }: Health, others: number): number {
    const { acknowledged } = this.ledger;
    const surelyThere = maxSpans / 2 - others;
    let spans = 0;
    let first = acknowledged.length;
    while (first > 0 && spans < surelyThere) spans += acknowledged[--first]?.spans ?? 0;
    return spans < surelyThere ? 0 : first;
  }

  #spawn(): Killable {
    const { script, data, maxSpans } = this.#options;
    const args = ['serve', '--data', data, '--otlp-grpc', '0', '--otlp-http', '0'];
    if (maxSpans !== undefined) args.push('--max-spans', String(maxSpans));
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.report.stderr.push(text));
    return new Killable(child);
  }
}

class Killable {
  /** `undefined` where the process ended before. */
  readonly ready: Promise<ReadyLine | undefined>;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#closed = once(child, 'close');
    const lines = createInterface(ensureExists(child.stdout));
    this.ready = Promise.race([
      once(lines, 'line').then(([line]) => JSON.parse(String(line)) as ReadyLine),
      this.#closed.then(() => undefined),
    ]);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }
}

/** Spans by trace, of those that are there. */
async function keptSpans(api: CollectorApi, traceIds: readonly string[]): Promise<Map<string, number>> {
  const kept = new Map<string, number>();
  for (let from = 0; from < traceIds.length; from += idsAtOnce) {
    const asked = traceIds.slice(from, from + idsAtOnce) as TraceId[];
    const { traces } = await api.traces({ traceIds: asked, limit: idsAtOnce });
    for (const { traceId, spans } of traces) kept.set(traceId, spans);
  }
  return kept;
}

async function ask<T>({ data }: ReadyLine, question: (api: CollectorApi) => Promise<T>): Promise<T> {
  const connection = ensureExists(await findCollector(data, { name: 'crash', onChange: () => undefined }));
  try {
    return await question(connection.rpc.remote);
  } finally {
    connection.dispose();
  }
}
