import type { EnvironmentChange } from '../launch/environmentDraft.ts';
import type { Disposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';

/** One program, or the terminals, that got an environment from us. */
export interface LaunchRecord {
  /** Of the debug session, as spans carry it in `vscode.session.id`; `terminals` for those. */
  readonly id: string;
  readonly name: string;
  readonly directory: string | undefined;
  readonly startedUnixMillis: number;
  readonly changes: readonly EnvironmentChange[];
  readonly notes: readonly string[];
}

const kept = 20;

/** What was set for whom, the latest first, so that it can be seen. */
export class LaunchRecords implements Disposable {
  #records: readonly LaunchRecord[] = [];
  readonly #additions = new Emitter<LaunchRecord>();
  readonly onDidAdd = this.#additions.event;

  get all(): readonly LaunchRecord[] {
    return this.#records;
  }

  add(record: LaunchRecord): void {
    const others = this.#records.filter(({ id }) => id !== record.id);
    this.#records = [record, ...others].slice(0, kept);
    this.#additions.fire(record);
  }

  remove(id: string): void {
    this.#records = this.#records.filter((record) => record.id !== id);
  }

  dispose(): void {
    this.#additions.dispose();
  }
}
