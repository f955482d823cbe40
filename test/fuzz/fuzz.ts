// `npm run fuzz`: `-- --seed S --only NAME --inputs N --at INDEX --workers N`. A finding is told with what repeats it.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Finding } from './fuzzRange.ts';
import { type FuzzTarget, faultOf, inputOf, minimised } from './fuzzTarget.ts';
import { fuzzTargets } from './fuzzTargets.ts';
import type { FuzzTask } from './fuzzWorker.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    inputs: { type: 'string', default: '1000000' },
    at: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});
const [seed, inputs, workers] = [values.seed, values.inputs, values.workers].map(Number) as [
  number,
  number,
  number,
];

/** An input that takes longer than this is a finding, minimising included. */
const longestMillis = 30_000;
const lookMillis = 1_000;
const mostHeapMegabytes = 1_024;

const targets = fuzzTargets.filter(({ name }) => values.only === undefined || name.startsWith(values.only));
if (targets.length === 0)
  throw new Error(`There is no target ${values.only}: ${fuzzTargets.map(({ name }) => name).join(', ')}.`);
process.exitCode = values.at === undefined ? await fuzzAll() : await repeat(Number(values.at));

async function fuzzAll(): Promise<number> {
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  const started = performance.now();
  let failed = 0;
  let done = 0;
  for (const target of targets) {
    const count = Math.ceil((inputs * target.share) / shares);
    const from = performance.now();
    const findings = await Promise.all(
      Array.from({ length: workers }, (_, i) => runWorker(target, i, count)),
    );
    const seconds = (performance.now() - from) / 1000;
    done += count;
    console.log(`${target.name.padEnd(20)} ${count} inputs, ${Math.round(count / seconds)} a second`);
    for (const finding of findings.flatMap((found) => found ?? [])) {
      tell(finding);
      failed++;
    }
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${done} inputs of seed ${seed} in ${seconds} s: ${failed} findings`);
  return failed === 0 ? 0 : 1;
}

/** One input again, made shorter. */
async function repeat(index: number): Promise<number> {
  const [target] = targets as [FuzzTarget];
  const input = inputOf(target, seed, index);
  const fault = await faultOf(target, input);
  if (fault === undefined) {
    console.log(`${target.name}: input ${index} of seed ${seed} is read as it must be.`);
    return 0;
  }
  const short = await minimised(target, input);
  const message = (await faultOf(target, short))?.stack ?? String(fault);
  tell({ target: target.name, index, message, hex: Buffer.from(short).toString('hex') });
  return 1;
}

function tell({ target, index, message, hex }: Finding): void {
  console.log(`\n${target}: input ${index} of seed ${seed}\n${message}\n${hex}`);
  console.log(`npm run fuzz -- --seed ${seed} --only ${target} --at ${index}\n`);
}

/** Every so-manieth input in a thread of its own, which is watched: it may hang, run out of memory or die. */
function runWorker(target: FuzzTarget, first: number, count: number): Promise<Finding | undefined> {
  const at = new SharedArrayBuffer(4);
  const task: FuzzTask = { target: target.name, seed, first, end: count, step: workers, at };
  const worker = new Worker(join(import.meta.dirname, 'fuzzWorker.ts'), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: mostHeapMegabytes },
  });
  return new Promise((resolve) => {
    const end = (finding: Finding | undefined): void => {
      clearInterval(watch);
      resolve(finding);
      void worker.terminate();
    };
    const lost = (message: string): void => {
      const index = Atomics.load(new Int32Array(at), 0);
      end({
        target: target.name,
        index,
        message,
        hex: Buffer.from(inputOf(target, seed, index)).toString('hex'),
      });
    };
    const watch = watched(at, () => lost(`is read for longer than ${longestMillis / 1000} s`));
    worker.on('message', end);
    worker.on('error', (error) => lost(error.stack ?? String(error)));
    worker.on('exit', (code) => lost(`the thread ended with ${code}`));
  });
}

/** Calls when the index has not moved for too long. */
function watched(at: SharedArrayBuffer, hangs: () => void): NodeJS.Timeout {
  const place = new Int32Array(at);
  let [before, since] = [-1, performance.now()];
  return setInterval(() => {
    const now = Atomics.load(place, 0);
    if (now !== before) [before, since] = [now, performance.now()];
    else if (performance.now() - since > longestMillis) hangs();
  }, lookMillis);
}
