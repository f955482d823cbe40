import { messageOf } from '../../shared/assert.ts';
import type { Disposable } from '../../shared/disposable.ts';

/** Places are written this often at most: after a crash so much is sent again. */
const saveMillis = 250;

/** Where the places are kept. */
export interface Places {
  forwardPlace(name: string): number | undefined;
  setForwardPlace(name: string, row: number): void;
}

/** Remembers in the store's file up to where a forward has sent. */
export class ForwardPlace implements Disposable {
  readonly #places: Places;
  readonly #name: string;
  readonly #current: () => number;
  #saved: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `current` is asked whenever it is written. */
  constructor(places: Places, name: string, current: () => number) {
    this.#places = places;
    this.#name = name;
    this.#saved = places.forwardPlace(name);
    this.#current = current;
  }

  moved(): void {
    this.#timer ??= setTimeout(() => this.save(), saveMillis).unref();
  }

  /** What cannot be written now, because the disk is full, is written with the next move: until then the file only remembers less. */
  save(): void {
    this.dispose();
    const row = this.#current();
    if (row === this.#saved) return;
    try {
      this.#places.setForwardPlace(this.#name, row);
      this.#saved = row;
    } catch (error) {
      process.stderr.write(
        `The place of the forward "${this.#name}" could not be written: ${messageOf(error)}\n`,
      );
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
