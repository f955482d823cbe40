/** Runs an action at once, then at most once per interval, and always once more after the last request. */
export class Throttle {
  readonly #millis: number;
  readonly #action: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #requested = false;

  constructor(millis: number, action: () => void) {
    this.#millis = millis;
    this.#action = action;
  }

  request(): void {
    if (this.#timer !== undefined) {
      this.#requested = true;
      return;
    }
    this.#timer = setTimeout(() => this.#elapse(), this.#millis);
    this.#action();
  }

  #elapse(): void {
    this.#timer = undefined;
    if (!this.#requested) return;
    this.#requested = false;
    this.request();
  }
}
