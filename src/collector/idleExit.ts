import type { Disposable } from '../shared/disposable.ts';

/** What decides whether the collector is still needed. */
export interface LifeSigns {
  /** Clients that are connected now. */
  clients(): number;
  /** A person wants the collector to stay without any. */
  keepsRunning(): boolean;
  /** A forward has not sent everything. */
  hasUnsent(): boolean;
}

export interface IdleTimes {
  /** From the last client, or the start where there was none. */
  readonly idleMillis: number;
  /** How much longer it stays for forwards that still have something to send. */
  readonly unsentMillis: number;
  /** How often that is looked at. */
  readonly pollMillis: number;
}

const defaultTimes: IdleTimes = { idleMillis: 60_000, unsentMillis: 60_000, pollMillis: 1_000 };

/** Ends a collector that nobody needs any more. */
export class IdleExit implements Disposable {
  readonly #signs: LifeSigns;
  readonly #end: () => void;
  readonly #times: IdleTimes;
  #timer: NodeJS.Timeout | undefined;

  /** `end` is called once at most. Counts from now on. */
  constructor(signs: LifeSigns, end: () => void, times: IdleTimes = defaultTimes) {
    this.#signs = signs;
    this.#end = end;
    this.#times = times;
    this.update();
  }

  /** To be called when a client has come or gone, or the wish to stay has changed. */
  update(): void {
    if (!this.#isIdle) this.dispose();
    else this.#timer ??= this.#wait(this.#times.idleMillis, () => this.#endWhenSent(0));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  get #isIdle(): boolean {
    return this.#signs.clients() === 0 && !this.#signs.keepsRunning();
  }

  #endWhenSent(waitedMillis: number): void {
    const { unsentMillis, pollMillis } = this.#times;
    if (waitedMillis >= unsentMillis || !this.#signs.hasUnsent()) this.#end();
    else this.#timer = this.#wait(pollMillis, () => this.#endWhenSent(waitedMillis + pollMillis));
  }

  /** Not unreferenced: a collector whose ports are all closed must still end by this and not by chance. */
  #wait(millis: number, then: () => void): NodeJS.Timeout {
    return setTimeout(then, millis);
  }
}
