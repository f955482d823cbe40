import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from 'esbuild';
import { findCollector } from '../../src/client/findCollector.ts';
import { collectorRuntimeOptions } from '../../src/shared/collectorRuntime.ts';
import type { ReadyLine } from '../../src/shared/collectorState.ts';
import type { CollectorApi, Health } from '../../src/shared/protocol.ts';
import { MeasuredProcess, runScript } from './measuredProcess.ts';
import type { SenderOptions, SenderResult } from './sender.ts';

const here = import.meta.dirname;
const defaultMinutes = 10;
/** The budget is reached within the first moments, so that everything after that is old spans going and new ones coming. */
const maxSpans = 1_000_000;
const sampleMillis = 1_000;
/** Requests of one sender; both protocols at once, again and again. */
const requestsAtOnce = 400;
const connections = 4;
/** By how much the last third may take more memory than the one before. */
const mostGrowth = 1.1;

/** `npm run soak [-- MINUTES]`: full load on a collector whose budget is reached; fails where its memory grows. */
async function main(): Promise<void> {
  const minutes = Number(process.argv[2] ?? defaultMinutes);
  const folder = await mkdtemp(join(tmpdir(), 'spanline-soak-'));
  try {
    const collector = await start(folder);
    const soak = new Soak(collector.ready, minutes * 60_000);
    await soak.run();
    await collector.stop();
    process.exitCode = soak.verdict() ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function start(folder: string): Promise<MeasuredProcess<ReadyLine>> {
  const script = join(folder, 'collector.js');
  await build({
    entryPoints: [join(here, '../../src/collector/main.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: script,
  });
  const ports = ['--otlp-grpc', '0', '--otlp-http', '0', '--max-spans', String(maxSpans)];
  const words = ['serve', '--data', join(folder, 'data'), ...ports];
  // As the extension starts it.
  return MeasuredProcess.start<ReadyLine>(script, words, collectorRuntimeOptions);
}

interface Sample {
  readonly minute: number;
  readonly rssBytes: number;
}

class Soak {
  readonly #ready: ReadyLine;
  readonly #millis: number;
  readonly #started = performance.now();
  readonly #samples: Sample[] = [];
  #spans = 0;
  #isOver = false;

  constructor(ready: ReadyLine, millis: number) {
    this.#ready = ready;
    this.#millis = millis;
  }

  async run(): Promise<void> {
    const senders = [this.#send('grpc', this.#ready.grpc), this.#send('http', this.#ready.http)];
    await this.#watch();
    this.#isOver = true;
    await Promise.all(senders);
  }

  /** Whether memory stayed as it was; says so. */
  verdict(): boolean {
    const third = Math.floor(this.#samples.length / 3);
    const second = mean(this.#samples.slice(third, 2 * third));
    const last = mean(this.#samples.slice(2 * third));
    const growth = last / second;
    const isFlat = growth <= mostGrowth;
    say(
      `${isFlat ? 'Flat' : 'It grows'}: ${mebibytes(last)} MiB in the last third, ${mebibytes(second)} MiB in the second, ` +
        `ratio ${growth.toFixed(3)} (at most ${mostGrowth}); ${this.#spans} spans acknowledged.`,
    );
    return isFlat;
  }

  async #send(protocol: SenderOptions['protocol'], address: string): Promise<void> {
    const options: SenderOptions = { protocol, address, requests: requestsAtOnce, concurrency: connections };
    while (!this.#isOver) {
      const result = await runScript<SenderResult>(join(here, 'sender.ts'), [JSON.stringify(options)]);
      this.#spans += result.acknowledgedSpans;
    }
  }

  /** A sample each second, a line each minute. */
  async #watch(): Promise<void> {
    let minute = 0;
    while (performance.now() - this.#started < this.#millis) {
      await setTimeout(sampleMillis);
      const health = await ask(this.#ready, (api) => api.health());
      const now = Math.floor((performance.now() - this.#started) / 60_000);
      this.#samples.push({ minute: now, rssBytes: health.rssBytes });
      if (now > minute) say(this.#line(minute, health));
      minute = now;
    }
  }

  #line(minute: number, health: Health): string {
    const rss = mean(this.#samples.filter((sample) => sample.minute === minute));
    const figures = [
      `RSS ${mebibytes(rss)} MiB`,
      `index ${mebibytes(health.indexBytes)} MiB`,
      `disk ${mebibytes(health.diskBytes)} MiB`,
      `${health.spans} spans held`,
      `${health.expiredSpans} expired`,
      `${health.spansPerSecond} a second`,
      ...health.notices,
    ];
    return `minute ${minute + 1}: ${figures.join(', ')}`;
  }
}

async function ask<T>({ data }: ReadyLine, question: (api: CollectorApi) => Promise<T>): Promise<T> {
  const connection = await findCollector(data, { name: 'soak', onChange: () => undefined });
  if (connection === undefined) throw new Error('The collector does not answer.');
  try {
    return await question(connection.rpc.remote);
  } finally {
    connection.dispose();
  }
}

function mean(samples: readonly Sample[]): number {
  return samples.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / Math.max(1, samples.length);
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main();
