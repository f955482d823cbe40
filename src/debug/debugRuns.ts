import { messageOf } from '../shared/assert.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import type { Run } from '../shared/run.ts';

/** What is needed of VS Code's debug session. */
export interface RootSession {
  readonly id: string;
  readonly name: string;
  readonly configuration: { readonly name: string };
  readonly parentSession?: unknown;
}

interface Parts {
  readonly api: Pick<CollectorApi, 'runs' | 'startRun' | 'endRun'>;
  readonly isOn: () => boolean;
  readonly report: (problem: string) => void;
  /** A run began or ended. */
  readonly changed: () => void;
}

/**
 * A run for each debug session, from its start to its end. Sessions that overlap, as those of a compound do, are one
 * run; one that a person has begun by name is not cut short by them.
 */
export class DebugRuns {
  readonly #parts: Parts;
  readonly #sessions = new Set<string>();
  #run: Run | undefined;
  /** What is asked of the collector is asked in order. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  started(session: RootSession): Promise<void> {
    if (session.parentSession !== undefined || !this.#parts.isOn()) return this.#turn;
    const isFirst = this.#sessions.size === 0;
    this.#sessions.add(session.id);
    return isFirst ? this.#next(() => this.#begin(session.configuration.name || session.name)) : this.#turn;
  }

  ended(session: Pick<RootSession, 'id'>): Promise<void> {
    const wasLast = this.#sessions.delete(session.id) && this.#sessions.size === 0;
    return wasLast ? this.#next(() => this.#end()) : this.#turn;
  }

  async #begin(name: string): Promise<void> {
    const current = (await this.#parts.api.runs()).find(({ endUnixMillis }) => endUnixMillis === undefined);
    if (current?.kind === 'command') return;
    this.#run = await this.#parts.api.startRun({ name, kind: 'debug' });
    this.#parts.changed();
  }

  async #end(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    if (run === undefined) return;
    await this.#parts.api.endRun({ id: run.id });
    this.#parts.changed();
  }

  /** A collector that cannot be had keeps nobody from debugging. */
  #next(what: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn
      .then(what)
      .catch((error: unknown) => this.#parts.report(`The debug session is no run: ${messageOf(error)}`));
    return this.#turn;
  }
}
