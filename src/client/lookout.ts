import type { Disposable } from '../shared/disposable.ts';

const lookMillis = 2000;

/** Looks from time to time whether somebody else has started a collector, one look after the other. */
export class Lookout implements Disposable {
  readonly #look: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  /** `look` never rejects. */
  constructor(look: () => Promise<void>) {
    this.#look = look;
  }

  begin(): void {
    this.dispose();
    this.#timer = setInterval(() => void this.#lookOnce(), lookMillis).unref();
  }

  /** Until it is begun again. */
  dispose(): void {
    clearInterval(this.#timer);
  }

  async #lookOnce(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#look();
    } finally {
      this.#looking = false;
    }
  }
}
