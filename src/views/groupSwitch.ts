import { Emitter } from '../shared/event.ts';
import type { Memory } from './toldBefore.ts';

const key = 'spanline.groupByRun';

/** Whether the Traces view shows runs, as the user left it. */
export class GroupSwitch {
  readonly #memory: Memory;
  readonly #changes = new Emitter<boolean>();
  #on: boolean;

  readonly onDidChange = this.#changes.event;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#on = memory.get<boolean>(key) === true;
  }

  get on(): boolean {
    return this.#on;
  }

  set on(on: boolean) {
    if (on === this.#on) return;
    this.#on = on;
    void this.#memory.update(key, on);
    this.#changes.fire(on);
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
