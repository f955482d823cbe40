import { setImmediate } from 'node:timers/promises';

/** Work in a row; then what has arrived meanwhile is received. */
const sliceMillis = 4;

/** Long work asks now and then whether its time is up, and then lets the collector do something else. */
export class TimeSlice {
  #until = performance.now() + sliceMillis;

  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  async rest(): Promise<void> {
    await setImmediate();
    this.#until = performance.now() + sliceMillis;
  }
}
