/** A stack is paid for by the frame, so no more than this many are asked for at first. */
const mostAtFirst = 32;

/** How many frames to look at first for spans of one tracer; learns from where the caller was found. */
export class UsualDepth {
  #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit;
  }

  found(index: number): void {
    if (index >= this.#limit) this.#limit = Math.min(index + 2, mostAtFirst);
  }
}
