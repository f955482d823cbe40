import { type Disposable, DisposableStore } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/event.ts';
import type { FileFacts } from './fileFacts.ts';
import { SyntaxClient } from './syntaxClient.ts';
import type { FactsQuery, Scanned, ScanQuery, SyntaxApi } from './syntaxProtocol.ts';
import type { SyntaxThread } from './syntaxThread.ts';

/**
 * A syntax thread that is there from the first question on, and a second one beside it while there are two scans to do at
 * once: the first look at a workspace takes half the time, and afterwards one thread's memory is enough.
 */
export class SyntaxPool implements SyntaxApi, Disposable {
  readonly #start: () => SyntaxThread;
  readonly #owned = new DisposableStore();
  readonly #failures = this.#owned.register(new Emitter<unknown>());
  /** A thread died. What was asked is asked again of the next one. */
  readonly onDidFail = this.#failures.event;
  readonly #first: SyntaxClient;
  #second: SyntaxClient | undefined;
  #scansOfFirst = 0;
  #scansOfSecond = 0;

  constructor(start: () => SyntaxThread) {
    this.#start = start;
    this.#first = this.#newClient();
    this.#owned.register(this.#first);
    this.#owned.defer(() => this.#second?.dispose());
  }

  factsOf(query: FactsQuery): Promise<FileFacts | undefined> {
    return this.#first.factsOf(query);
  }

  scan(query: ScanQuery): Promise<Scanned> {
    return this.#scansOfFirst <= this.#scansOfSecond ? this.#scanFirst(query) : this.#scanSecond(query);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #scanFirst(query: ScanQuery): Promise<Scanned> {
    this.#scansOfFirst++;
    try {
      return await this.#first.scan(query);
    } finally {
      this.#scansOfFirst--;
    }
  }

  async #scanSecond(query: ScanQuery): Promise<Scanned> {
    this.#second ??= this.#newClient();
    this.#scansOfSecond++;
    try {
      return await this.#second.scan(query);
    } finally {
      this.#scansOfSecond--;
      if (this.#scansOfSecond === 0) this.#endSecond();
    }
  }

  /** Unless the next scan is asked for at once, as whoever scans a workspace does. */
  #endSecond(): void {
    setImmediate(() => {
      if (this.#scansOfSecond > 0) return;
      this.#second?.dispose();
      this.#second = undefined;
    });
  }

  #newClient(): SyntaxClient {
    const client = new SyntaxClient(this.#start);
    client.onDidFail((error) => this.#failures.fire(error));
    return client;
  }
}
