import type { Run, RunId, RunKind } from '../../shared/run.ts';
import { tryAnyway } from '../tryAnyway.ts';
import type { BlockFile } from './blockFile.ts';
import type { SavedRun } from './collectorTables.ts';

/** Runs that are told, and remembered once they have no traces any more. */
const mostRuns = 200;
/** A debug session that said nothing for so long before the collector came back has ended. */
const longestSilenceMillis = 10 * 60_000;

/** What the index knows of runs. */
export interface RunTraces {
  /** Traces of a run that are held. */
  countOf(run: number): number;
  /** When the last span of a run ended, in milliseconds since the epoch; 0 where there is none. */
  lastMillisOf(run: number): number;
}

/**
 * The runs that were told apart. There is one at a time: whichever begins ends the one that goes on, also where two debug
 * sessions overlap, since nobody could say of which of them a span is. They are in the store's file, so that one goes on after a
 * restart; the number of a run is never dealt again while blocks may name it.
 */
export class RunLog {
  readonly #file: BlockFile;
  readonly #traces: RunTraces;
  readonly #runs = new Map<RunId, SavedRun>();
  readonly #followers: ((run: number) => void)[] = [];
  #current: RunId | undefined;
  #last = 0;

  constructor(file: BlockFile, traces: RunTraces) {
    this.#file = file;
    this.#traces = traces;
  }

  /** Reads what the file holds, once the index is built. */
  load(now: number): void {
    for (const run of this.#file.savedRuns()) this.#runs.set(run.id, run);
    const last = [...this.#runs.values()].at(-1);
    this.#last = last?.id ?? 0;
    if (this.#current === undefined && last !== undefined && last.endUnixMillis === undefined)
      this.#resume(last, now);
    this.#tell();
  }

  /** The run that goes on; `undefined` where there is none. */
  get current(): Run | undefined {
    const run = this.#current === undefined ? undefined : this.#runs.get(this.#current);
    return run === undefined ? undefined : this.#counted(run);
  }

  /**
   * Calls at once, and at each change, with the number of the run that goes on; 0 where there is none. Who follows last is told
   * first: what waits to be written is of the old run still, and so is what the index makes of it.
   */
  follow(tell: (run: number) => void): void {
    this.#followers.unshift(tell);
    tell(this.#current ?? 0);
  }

  /** Ends the run there is and begins another. `now` in milliseconds since the epoch. */
  start(name: string, kind: RunKind, now: number): Run {
    this.#end(now);
    const run: SavedRun = { id: ++this.#last as RunId, name, kind, startUnixMillis: now };
    this.#save(run);
    this.#current = run.id;
    this.#forgetOld();
    this.#tell();
    return this.#counted(run);
  }

  end(id: RunId, now: number): void {
    if (id !== this.#current) return;
    this.#end(now);
    this.#tell();
  }

  /** Newest first: those with traces, and the one that goes on. */
  list(): readonly Run[] {
    const runs = [...this.#runs.values()].reverse().map((run) => this.#counted(run));
    return runs.filter(({ id, traces }) => traces > 0 || id === this.#current).slice(0, mostRuns);
  }

  /** A debug session may have ended while the collector was away, and a window that was killed never says so. */
  #resume(run: SavedRun, now: number): void {
    const heard = Math.max(run.startUnixMillis, this.#traces.lastMillisOf(run.id));
    if (run.kind !== 'debug' || now - heard < longestSilenceMillis) this.#current = run.id;
    else tryAnyway('A run could not be written', () => this.#save({ ...run, endUnixMillis: heard }));
  }

  #end(now: number): void {
    const run = this.#current === undefined ? undefined : this.#runs.get(this.#current);
    this.#current = undefined;
    // A clock that was put back must not end a run before it began.
    if (run !== undefined) this.#save({ ...run, endUnixMillis: Math.max(now, run.startUnixMillis) });
  }

  #save(run: SavedRun): void {
    this.#runs.set(run.id, run);
    this.#file.saveRun(run);
  }

  /** The current one is the last, so its number stays known. */
  #forgetOld(): void {
    const gone = [...this.#runs.keys()].filter(
      (id) => id !== this.#current && this.#traces.countOf(id) === 0,
    );
    const kept = [...this.#runs.keys()].filter((id) => !gone.includes(id));
    const forgotten = [...gone, ...kept.slice(0, Math.max(0, kept.length - mostRuns))];
    if (forgotten.length === 0) return;
    for (const id of forgotten) this.#runs.delete(id);
    this.#file.removeRuns(forgotten);
  }

  #counted(run: SavedRun): Run {
    return { ...run, traces: this.#traces.countOf(run.id) };
  }

  #tell(): void {
    for (const tell of this.#followers) tell(this.#current ?? 0);
  }
}
