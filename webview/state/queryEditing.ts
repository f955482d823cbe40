import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import {
  type Completion,
  type CompletionSource,
  type Completions,
  completions,
} from '../layout/completions.ts';

/** Nothing is chosen until the user goes into the list. */
export const notInList = -1;

/** What the keys of the field do besides typing. */
export interface QueryTargets {
  /** To the next (1) or the previous match. */
  nextMatch(step: 1 | -1): void;
  /** Away from the field, downwards into the rows. */
  toRows(): void;
  /** Away from the field; nothing is looked for any more. */
  leave(): void;
}

/** The text that is edited; reading it in a component or a computation is reactive. */
export interface EditedText {
  value: string;
}

/** The part of a `KeyboardEvent` that says which key it is. */
type KeyPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey'>;

const none: Completions = { start: 0, end: 0, choices: [] };

/** A query that is typed, with the list of what can stand at the caret. */
export class QueryEditing {
  readonly #text: EditedText;
  readonly #targets: QueryTargets;
  /** Where the caret stands while the list may be open. */
  readonly #caret: Signal<number | undefined> = signal(undefined);
  /** Place in the list; `notInList` for none. */
  readonly active: Signal<number> = signal(notInList);
  readonly list: ReadonlySignal<Completions>;

  constructor(text: EditedText, source: CompletionSource, targets: QueryTargets) {
    this.#text = text;
    this.#targets = targets;
    this.list = computed(() =>
      this.#caret.value === undefined ? none : completions(text.value, this.#caret.value, source),
    );
  }

  open(caret: number): void {
    this.#caret.value = caret;
    this.active.value = notInList;
  }

  close(): void {
    this.#caret.value = undefined;
    this.active.value = notInList;
  }

  /** Puts a choice in; answers where the caret stands then. What still needs a value keeps the list open. */
  accept(choice: Completion): number {
    const { start, end } = this.list.value;
    const text = this.#text.value;
    const isWhole = !/[=<>~:]$/.test(choice.insert);
    const inserted = isWhole ? `${choice.insert} ` : choice.insert;
    const caret = start + inserted.length;
    this.#text.value = text.slice(0, start) + inserted + text.slice(end).trimStart();
    if (isWhole) this.close();
    else this.open(caret);
    return caret;
  }

  /** What a key does; `undefined` where it types, a number where the caret is to be put. */
  runKey(press: KeyPress, caret: number): 'done' | number | undefined {
    const { choices } = this.list.value;
    const chosen = choices[this.active.value];
    if (chosen !== undefined && (press.key === 'Enter' || press.key === 'Tab')) return this.accept(chosen);
    const run = this.#keys(press, caret, choices.length > 0)[press.key];
    run?.();
    return run === undefined ? undefined : 'done';
  }

  #keys(press: KeyPress, caret: number, isListed: boolean): Readonly<Record<string, () => void>> {
    return {
      Enter: () => this.#targets.nextMatch(press.shiftKey ? -1 : 1),
      Escape: () => (isListed ? this.close() : this.#targets.leave()),
      ArrowDown: () => (isListed ? this.#step(1) : this.#targets.toRows()),
      ...(isListed ? { ArrowUp: () => this.#step(-1) } : {}),
      ...(press.ctrlKey ? { ' ': () => this.open(caret) } : {}),
    };
  }

  #step(by: 1 | -1): void {
    const places = this.list.value.choices.length + 1;
    this.active.value = ((this.active.value + 1 + by + places) % places) - 1;
  }
}
