import { existsSync } from 'node:fs';
import { messageOf } from '../shared/assert.ts';
import type { CollectorState } from '../shared/collectorState.ts';
import type { Disposable } from '../shared/disposable.ts';
import type { LogFile } from './logFile.ts';
import { readState, writeState } from './stateFile.ts';

const lookMillis = 2_000;

/**
 * Keeps the collector to be found for as long as it lives. Cleaners of temporary folders remove sockets and people remove files;
 * a collector that nobody can reach would keep its ports and its data directory from the next one.
 */
export class Presence implements Disposable {
  readonly #data: string;
  readonly #state: CollectorState;
  readonly #listenAgain: () => Promise<void>;
  readonly #log: Pick<LogFile, 'write'>;
  readonly #timer: NodeJS.Timeout;
  #listening = false;
  #problem: string | undefined;

  constructor(
    data: string,
    state: CollectorState,
    listenAgain: () => Promise<void>,
    log: Pick<LogFile, 'write'>,
  ) {
    this.#data = data;
    this.#state = state;
    this.#listenAgain = listenAgain;
    this.#log = log;
    this.#timer = setInterval(() => void this.#look(), lookMillis).unref();
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#listening) return;
    this.#listening = true;
    try {
      await this.#restore();
      this.#problem = undefined;
    } catch (error) {
      this.#say(messageOf(error));
    } finally {
      this.#listening = false;
    }
  }

  async #restore(): Promise<void> {
    const { socket, token } = this.#state;
    if (process.platform !== 'win32' && !existsSync(socket)) {
      await this.#listenAgain();
      this.#log.write('The socket had been removed and was made anew.');
    }
    if (readState(this.#data)?.token === token) return;
    writeState(this.#data, this.#state);
    this.#log.write('The state file had been removed and was written anew.');
  }

  /** Once, not with every look. */
  #say(problem: string): void {
    if (problem !== this.#problem) this.#log.write(`Clients may not find this collector: ${problem}`);
    this.#problem = problem;
  }
}
