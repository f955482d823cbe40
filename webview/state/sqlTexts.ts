import { type Signal, signal } from '@preact/signals';

/** The bundle that is loaded when the first statement is shown: the formatter is as large as all the rest of the page. */
export type SqlFormat = typeof import('../formats/sqlFormat.ts');

/** Statements that are remembered: those of the spans that were looked at last. */
const maxTexts = 200;

/** Statements as they are read best. Reading is reactive: whoever read one hears when it is there. */
export class SqlTexts {
  readonly #load: () => Promise<SqlFormat>;
  #format: Promise<SqlFormat> | undefined;
  /** In the order of use, the latest last. */
  readonly #texts = new Map<string, Signal<string | undefined>>();

  constructor(load: () => Promise<SqlFormat>) {
    this.#load = load;
  }

  /** The statement in lines; `undefined` until it is known, and for what cannot be formatted. */
  formatted(text: string, system: string): string | undefined {
    const key = `${system} ${text}`;
    const known = this.#texts.get(key);
    const formatted = known ?? signal<string | undefined>(undefined);
    this.#texts.delete(key);
    this.#texts.set(key, formatted);
    if (known === undefined) void this.#ask(formatted, text, system);
    const [oldest] = this.#texts.keys();
    if (oldest !== undefined && this.#texts.size > maxTexts) this.#texts.delete(oldest);
    return formatted.value;
  }

  async #ask(formatted: Signal<string | undefined>, text: string, system: string): Promise<void> {
    try {
      this.#format ??= this.#load();
      const { formatSql } = await this.#format;
      formatted.value = formatSql(text, system);
    } catch (error) {
      // The statement is shown as it was sent.
      console.error(error);
    }
  }
}
