import type { Disposable } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/event.ts';
import type { FileFacts } from './fileFacts.ts';
import type { FactsQuery, Scanned, ScanQuery, SyntaxApi } from './syntaxProtocol.ts';
import type { SyntaxThread } from './syntaxThread.ts';

const maxRestarts = 1;

/** The syntax thread for those who do not care when it starts: at the first question, and once more after it died. */
export class SyntaxClient implements SyntaxApi, Disposable {
  readonly #start: () => SyntaxThread;
  readonly #failures = new Emitter<unknown>();
  /** The thread died. What was asked is asked again of the next one. */
  readonly onDidFail = this.#failures.event;
  #thread: SyntaxThread | undefined;
  #restarts = 0;
  #disposed = false;

  constructor(start: () => SyntaxThread) {
    this.#start = start;
  }

  factsOf(query: FactsQuery): Promise<FileFacts | undefined> {
    return this.#ask((api) => api.factsOf(query));
  }

  scan(query: ScanQuery): Promise<Scanned> {
    return this.#ask((api) => api.scan(query));
  }

  dispose(): void {
    this.#disposed = true;
    this.#thread?.dispose();
    this.#failures.dispose();
  }

  async #ask<T>(question: (api: SyntaxApi) => Promise<T>): Promise<T> {
    for (;;) {
      const thread = this.#running();
      try {
        return await question(thread.api);
      } catch (error) {
        if (thread.ended === undefined || !this.#replace(thread, thread.ended)) throw error;
      }
    }
  }

  #running(): SyntaxThread {
    if (this.#disposed) throw new Error('The syntax index was closed.');
    this.#thread ??= this.#start();
    return this.#thread;
  }

  /** Whether there is another thread to ask, or will be. Several may have asked the one that died. */
  #replace(dead: SyntaxThread, reason: string): boolean {
    if (this.#disposed) return false;
    if (this.#thread !== dead) return true;
    if (this.#restarts === maxRestarts) return false;
    this.#restarts++;
    this.#thread = undefined;
    dead.dispose();
    this.#failures.fire(new Error(`${reason} It is started again.`));
    return true;
  }
}
