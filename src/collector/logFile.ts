import { appendFileSync, copyFileSync, renameSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Disposable } from '../shared/disposable.ts';

/** Name of the file in the data directory; what starts the collector points its stderr there as well. */
const logFile = 'collector.log';
const checkMillis = 60_000;

export interface LogLimits {
  readonly maxBytes: number;
  /** `collector.log.1` and so on; the last one goes. */
  readonly kept: number;
}

const defaultLimits: LogLimits = { maxBytes: 1 << 20, kept: 2 };

/**
 * The collector's log: a line for what happens to it, with the time. Stays small for as long as the process lives: beyond a
 * size it is copied aside and emptied, not renamed, because stderr is the same open file and must go on writing here.
 *
 * Nothing that is a secret may be written: no token, no header, nothing of a span.
 */
export class LogFile implements Disposable {
  readonly #path: string;
  readonly #now: () => Date;
  readonly #limits: LogLimits;
  readonly #timer: NodeJS.Timeout;

  constructor(data: string, now: () => Date, limits: LogLimits = defaultLimits) {
    this.#path = join(data, logFile);
    this.#now = now;
    this.#limits = limits;
    this.#rotateWhereLarge();
    // What Node writes to stderr by itself is not counted by anybody.
    this.#timer = setInterval(() => this.#rotateWhereLarge(), checkMillis).unref();
  }

  /** A log that cannot be written must not stop what it is about: the line is lost, and the next one tries again. */
  write(text: string): void {
    try {
      appendFileSync(this.#path, `${this.#now().toISOString()} ${text}\n`, { mode: 0o600 });
    } catch {
      return;
    }
    this.#rotateWhereLarge();
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #rotateWhereLarge(): void {
    try {
      if ((statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0) > this.#limits.maxBytes)
        this.#rotate();
    } catch {
      // A full disk keeps no copy; emptying the log is what helps then, and it is tried again.
      this.#empty();
    }
  }

  #rotate(): void {
    for (let number = this.#limits.kept; number > 1; number--) {
      if (statSync(this.#aside(number - 1), { throwIfNoEntry: false }) === undefined) continue;
      renameSync(this.#aside(number - 1), this.#aside(number));
    }
    copyFileSync(this.#path, this.#aside(1));
    truncateSync(this.#path);
  }

  #empty(): void {
    try {
      truncateSync(this.#path);
    } catch {
      // The directory is gone or cannot be written: there is nothing to keep small.
    }
  }

  #aside(number: number): string {
    return `${this.#path}.${number}`;
  }
}
