import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { endTree } from '../support/processTree.ts';
import { waitForLine } from '../support/waitForLine.ts';

/** `utime` and `stime` are told in these, on every Linux there is. */
const ticksPerSecond = 100;
const quietMillis = 400;
const patienceMillis = 120_000;

/** A process of whatever language, whose use of the machine Linux tells in `/proc`. */
export class PeerProcess {
  /** What its ready line says. */
  readonly ready: string;
  readonly #child: ChildProcess;

  /** Started once its output matches `ready`, whose first group is kept. */
  static async start(command: string, args: readonly string[], ready: RegExp): Promise<PeerProcess> {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const line = await waitForLine(child, ready, command);
    child.stdout?.resume();
    child.stderr?.resume();
    return new PeerProcess(child, line);
  }

  private constructor(child: ChildProcess, ready: string) {
    this.#child = child;
    this.ready = ready;
  }

  /** Of all its threads, those that have ended too. */
  get cpuSeconds(): number {
    const stat = this.#proc('stat');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }

  /** The most it ever had in memory. */
  get peakMegabytes(): number {
    return Number(/VmHWM:\s+(\d+)/.exec(this.#proc('status'))?.[1] ?? 0) / 1024;
  }

  /** Until it has nothing more to do with what it acknowledged. */
  async settle(): Promise<void> {
    const end = performance.now() + patienceMillis;
    let before = -1;
    // Two ticks in the time are what an idle runtime uses.
    while (this.cpuSeconds - before > 0.02 && performance.now() < end) {
      before = this.cpuSeconds;
      await delay(quietMillis);
    }
  }

  async stop(): Promise<void> {
    await endTree(this.#child, 30_000);
  }

  #proc(file: string): string {
    return readFileSync(`/proc/${this.#child.pid}/${file}`, 'utf8');
  }
}
