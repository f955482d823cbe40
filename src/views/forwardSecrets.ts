import type * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';
import type { HeaderValues } from './headerReferences.ts';

const prefix = 'spanline.forward.';

/** Secrets of forwards, by name, in the user's own keychain; and variables of this process. */
export class ForwardSecrets implements HeaderValues, Disposable {
  readonly #storage: vscode.SecretStorage;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<void>());

  /** One was stored or deleted, in any window. */
  readonly onDidChange = this.#changes.event;

  constructor(storage: vscode.SecretStorage) {
    this.#storage = storage;
    this.#owned.register(
      storage.onDidChange(({ key }) => {
        if (key.startsWith(prefix)) this.#changes.fire();
      }),
    );
  }

  secret(name: string): PromiseLike<string | undefined> {
    return this.#storage.get(prefix + name);
  }

  env(name: string): string | undefined {
    return process.env[name];
  }

  async store(name: string, value: string): Promise<void> {
    await this.#storage.store(prefix + name, value);
  }

  async delete(name: string): Promise<void> {
    await this.#storage.delete(prefix + name);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
