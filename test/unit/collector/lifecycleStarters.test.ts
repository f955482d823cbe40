import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findCollector } from '../../../src/client/findCollector.ts';
import { isRunning } from '../../../src/client/processEnd.ts';
import type { ReadyLine } from '../../../src/shared/collectorState.ts';
import { type BuiltBundles, buildBundles } from '../support/builtBundles.ts';
import { CollectorYard } from './runningCollector.ts';

const starters = 25;
const rounds = process.env['CI'] === undefined ? 3 : 20;

const yard = new CollectorYard();
const children: ChildProcess[] = [];
let bundles: BuiltBundles;

beforeAll(async () => {
  bundles = await buildBundles();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await yard.clear();
});
afterAll(() => bundles.remove());

test(`of ${starters} that start at once there is exactly one, in ${rounds} rounds with the one before killed`, async () => {
  const data = yard.folder();
  const leaders = new Set<number>();
  for (let round = 1; round <= rounds; round++) {
    const starts = Array.from({ length: starters }, () => begin(data));
    const lines = await Promise.all(starts.map(({ line }) => line));
    const [pid, ...others] = new Set(lines.map((line) => line.pid));
    expect([round, others]).toEqual([round, []]);
    expect(leaders.has(pid ?? 0)).toBe(false);
    leaders.add(pid ?? 0);
    await theOthersLeave(starts, pid);
    expect(await pidThatAnswers(data)).toBe(pid);
    await kill(starts, pid);
  }
  expect(leaders.size).toBe(rounds);
}, 300_000);

interface Start {
  readonly child: ChildProcess;
  readonly line: Promise<ReadyLine>;
  /** Its exit code or signal. */
  readonly end: Promise<unknown>;
}

function begin(data: string): Start {
  const ports = ['--otlp-grpc', '0', '--otlp-http', '0'];
  const child = spawn(process.execPath, [bundles.collector, 'serve', '--data', data, ...ports], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return { child, line: readyLine(child), end: once(child, 'exit').then(([code, signal]) => code ?? signal) };
}

function readyLine(child: ChildProcess): Promise<ReadyLine> {
  return new Promise((resolve, reject) => {
    let [text, complaints] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(JSON.parse(text) as ReadyLine);
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      complaints += chunk;
    });
    child.once('close', (code) => reject(new Error(`It ended with ${code}: ${complaints}`)));
  });
}

async function theOthersLeave(starts: readonly Start[], leader: number | undefined): Promise<void> {
  const others = starts.filter(({ child }) => child.pid !== leader);
  expect(others.length).toBe(starters - 1);
  expect(new Set(await Promise.all(others.map(({ end }) => end)))).toEqual(new Set([0]));
  expect(await isRunning(leader ?? 0)).toBe(true);
}

async function kill(starts: readonly Start[], leader: number | undefined): Promise<void> {
  const start = starts.find(({ child }) => child.pid === leader);
  start?.child.kill('SIGKILL');
  expect(await start?.end).toBe('SIGKILL');
}

async function pidThatAnswers(data: string): Promise<number | undefined> {
  const connection = await findCollector(data, { name: 'test', onChange: () => undefined });
  const health = await connection?.rpc.remote.health();
  connection?.dispose();
  return health?.pid;
}
