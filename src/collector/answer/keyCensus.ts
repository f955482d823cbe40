import type { AttributeKey } from '../../shared/traceAttributes.ts';
import type { AttributeScanner } from '../otlp/attributeScanner.ts';
import { ByteInterner } from '../store/byteInterner.ts';
import { widenedColumn } from '../store/widenedColumn.ts';
import { AttributeValues } from './attributeValues.ts';

const mostValues = 20;
/** Distinct values of a key are counted up to here. */
const countedValues = 1_000;
/** Bytes of a key; longer ones are of no use for completion. */
const longestKey = 512;
/** Beyond so many keys, which no program has, further ones are not counted. */
const countedKeys = 5_000;

/** Counts the keys of attributes with their values, in messages that each stand for some spans. */
export class KeyCensus {
  readonly #keys = new ByteInterner(longestKey, 64);
  #spans = new Uint32Array(64);
  /** The message in which the key was seen last. */
  #seenIn = new Uint32Array(64);
  readonly #values: (ValueCounts | undefined)[] = [];
  #message = 0;

  /** The next message begins. */
  enter(): void {
    this.#message++;
  }

  /** Of a key that comes twice in a message the first one counts. */
  count({ bytes, keyStart, keyEnd, valueStart, valueEnd }: AttributeScanner, spans: number): void {
    if (keyEnd - keyStart > longestKey) return;
    const key = this.#keys.intern(bytes, keyStart, keyEnd, countedKeys);
    if (key < 0) return;
    if (key >= this.#spans.length) this.#widen(key + 1);
    if (this.#seenIn[key] === this.#message) return;
    this.#seenIn[key] = this.#message;
    this.#spans[key] = (this.#spans[key] as number) + spans;
    let values = this.#values[key];
    if (values === undefined) {
      values = new ValueCounts();
      this.#values[key] = values;
    }
    values.count(bytes, valueStart, valueEnd, spans);
  }

  keys(from: AttributeKey['from']): AttributeKey[] {
    return this.#values.flatMap((values, key) =>
      values === undefined
        ? []
        : { key: this.#keys.text(key), from, spans: this.#spans[key] as number, ...values.summary() },
    );
  }

  #widen(length: number): void {
    this.#spans = widenedColumn(this.#spans, length);
    this.#seenIn = widenedColumn(this.#seenIn, length);
  }
}

/** How often each value of one key comes. */
class ValueCounts {
  readonly #values = new AttributeValues();
  #spans = new Uint32Array(8);

  count(bytes: Uint8Array<ArrayBuffer>, start: number, end: number, spans: number): void {
    const value = this.#values.intern(bytes, start, end, countedValues);
    if (value < 0) return;
    if (value >= this.#spans.length) this.#spans = widenedColumn(this.#spans, 2 * value);
    this.#spans[value] = (this.#spans[value] as number) + spans;
  }

  summary(): Pick<AttributeKey, 'values' | 'distinct'> {
    const spansOfText = new Map<string, number>();
    for (let value = 0; value < this.#values.count; value++) {
      const spans = this.#spans[value] as number;
      const text = spans === 0 ? undefined : this.#values.text(value);
      if (text !== undefined) spansOfText.set(text, (spansOfText.get(text) ?? 0) + spans);
    }
    const sorted = [...spansOfText].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return { values: sorted.slice(0, mostValues).map(([text]) => text), distinct: sorted.length };
  }
}
