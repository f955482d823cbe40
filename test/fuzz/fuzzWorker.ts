import { parentPort, workerData } from 'node:worker_threads';
import { fuzzRange } from './fuzzRange.ts';
import { fuzzTargets } from './fuzzTargets.ts';

/** What a worker is to do. */
export interface FuzzTask {
  readonly target: string;
  readonly seed: number;
  readonly first: number;
  readonly end: number;
  readonly step: number;
  /** One number: the input that is being read. */
  readonly at: SharedArrayBuffer;
}

const task = workerData as FuzzTask;
const at = new Int32Array(task.at);

const target = fuzzTargets.find(({ name }) => name === task.target);
if (target === undefined) throw new Error(`There is no target ${task.target}.`);
// A promise that nobody waits for is a finding of the input that is being read.
process.on('unhandledRejection', (error) => {
  throw error;
});
const finding = await fuzzRange(target, task.seed, task, (index) => Atomics.store(at, 0, index));
parentPort?.postMessage(finding);
