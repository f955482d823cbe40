import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endOnSignal } from '../support/endOnSignal.ts';
import { root } from '../support/paths.mjs';
import { say } from '../support/progress.mjs';
import { type Contestant, peersHere, type Running, spanline } from './contestants.ts';
import { diskBytes } from './diskBytes.ts';
import { runScript } from './measuredProcess.ts';
import { latencyTable, loadTable, type Measured } from './peersTable.ts';
import type { SenderOptions, SenderResult } from './sender.ts';
import { spansPerRequest } from './spanBatch.ts';

/** A way in which clients send. Warm-up and measured part each are so many requests. */
interface Load {
  readonly name: string;
  readonly title: string;
  readonly protocol: SenderOptions['protocol'];
  readonly requests: number;
  readonly options: Pick<SenderOptions, 'concurrency'> & Partial<SenderOptions>;
}

/** Together with the warm-up a million spans. */
const large = { requests: 976, options: { concurrency: 8, connections: 8 } };
/** Together with the warm-up 300,000 spans. */
const small = { requests: 15_000, options: { concurrency: 100, connections: 100, spansPerRequest: 10 } };
/** 1,000 spans a second for 10 seconds. */
const paced = {
  requests: 1000,
  options: { concurrency: 8, connections: 8, spansPerRequest: 10, requestsPerSecond: 100 },
};

const loads: readonly Load[] = (
  [
    ['large', `Requests of ${spansPerRequest} spans, 8 connections`, large],
    ['small', 'Requests of 10 spans, 100 connections', small],
    ['latency', 'Acknowledgement at 1,000 spans a second', paced],
  ] as const
).flatMap(([name, title, load]) => [
  { ...load, name: `${name} grpc`, title: `${title}, gRPC`, protocol: 'grpc' as const },
  { ...load, name: `${name} http`, title: `${title}, HTTP`, protocol: 'http' as const },
]);

/** Drives the same loads at Spanline and at every peer that is here, in turn, and prints medians as Markdown. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, rounds: { type: 'string', default: '3' } },
  });
  const folder = await mkdtemp(join(tmpdir(), 'spanline-peers-'));
  try {
    const script = join(folder, 'collector.js');
    // Whoever builds meanwhile must not change what is measured.
    await cp(join(root, 'dist/collector.js'), script);
    const contestants = [spanline(script), ...peersHere()];
    if (contestants.length === 1)
      say('There are no peers here; npm run test:apps -- collector builds the Collector.');
    for (const load of loads.filter(({ name }) => isAsked(name, values.only)))
      process.stdout.write(await tableOf(load, contestants, Number(values.rounds), folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `--only large` and `--only "small http"`. */
function isAsked(name: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((one) => name.startsWith(one));
}

async function tableOf(
  load: Load,
  contestants: readonly Contestant[],
  rounds: number,
  folder: string,
): Promise<string> {
  const measured = new Map<string, Measured[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of contestants) {
      const one = await measure(load, contestant, folder);
      measured.get(contestant.name)?.push(one);
      say(
        `${load.title}, round ${round}, ${contestant.name}: ${one.cpuPerMillion.toFixed(2)} CPU s a million`,
      );
    }
  }
  const table = load.options.requestsPerSecond === undefined ? loadTable : latencyTable;
  return table(load.title, measured);
}

/** A process that has just been started, warmed up with the same load; what it does after its answers counts too. */
async function measure(load: Load, contestant: Contestant, parent: string): Promise<Measured> {
  const folder = await mkdtemp(join(parent, 'round-'));
  const running = await contestant.start(folder);
  try {
    await send(load, running);
    await running.process.settle();
    const cpuBefore = running.process.cpuSeconds;
    const result = await send(load, running);
    await running.process.settle();
    return {
      spansPerSecond: result.acknowledgedSpans / result.seconds,
      cpuPerMillion: ((running.process.cpuSeconds - cpuBefore) / result.acknowledgedSpans) * 1e6,
      peakMegabytes: running.process.peakMegabytes,
      // The warm-up has sent as much.
      diskBytesPerSpan: (await diskBytes(folder)) / (2 * result.acknowledgedSpans),
      retries: result.retries,
      latencyMillis: result.latencyMillis,
    };
  } finally {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function send({ protocol, requests, options }: Load, running: Running): Promise<SenderResult> {
  const sent: SenderOptions = { ...options, protocol, requests, address: running[protocol] };
  return runScript<SenderResult>(join(import.meta.dirname, 'sender.ts'), [JSON.stringify(sent)]);
}

endOnSignal();
await main();
