/** Something with an end. The same shape as VS Code's, so that either can own the other. */
export interface Disposable {
  dispose(): void;
}

/**
 * Owns what is registered with it and disposes it in reverse order. Things registered after the end are
 * disposed at once, so that a late asynchronous arrival cannot leak.
 */
export class DisposableStore implements Disposable {
  readonly #owned: Disposable[] = [];
  #disposed = false;

  get disposed(): boolean {
    return this.#disposed;
  }

  register<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#owned.push(item);
    return item;
  }

  /** Registers a plain function as the end of something. */
  defer(end: () => void): void {
    this.register({ dispose: end });
  }

  dispose(): void {
    this.#disposed = true;
    for (let item = this.#owned.pop(); item !== undefined; item = this.#owned.pop()) item.dispose();
  }
}

/** Holds the one current thing: setting the next disposes the one before. */
export class DisposableSlot<T extends Disposable> implements Disposable {
  #current: T | undefined;
  #disposed = false;

  get value(): T | undefined {
    return this.#current;
  }

  set value(next: T | undefined) {
    if (next === this.#current) return;
    this.#current?.dispose();
    this.#current = next;
    if (this.#disposed) this.dispose();
  }

  dispose(): void {
    this.#disposed = true;
    this.#current?.dispose();
    this.#current = undefined;
  }
}
