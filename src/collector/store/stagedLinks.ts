import { type LinkScanner, linkWords } from '../otlp/linkScanner.ts';
import type { LinkTable } from './linkTable.ts';
import { widenedColumn } from './widenedColumn.ts';

/** Links of spans that wait for their block to be written, in the order of the spans. */
export class StagedLinks {
  /** The number of the staged span that has the link. */
  #spans = new Uint32Array(64);
  #ids = new Uint32Array(64 * linkWords);
  #count = 0;
  #entered = 0;

  add(span: number, { ids, count }: LinkScanner): void {
    const end = this.#count + count;
    if (end > this.#spans.length) {
      this.#spans = widenedColumn(this.#spans, 2 * end);
      this.#ids = widenedColumn(this.#ids, 2 * end * linkWords);
    }
    this.#spans.fill(span, this.#count, end);
    this.#ids.set(ids.subarray(0, count * linkWords), this.#count * linkWords);
    this.#count = end;
  }

  /** Forgets the links of the spans from this number on. */
  truncate(span: number): void {
    while (this.#count > 0 && (this.#spans[this.#count - 1] as number) >= span) this.#count--;
    this.#entered = 0;
  }

  /** Enters the links of a span. To be called in the order of the spans; some may be left out. */
  enter(span: number, row: number, table: LinkTable): void {
    while (this.#entered < this.#count && (this.#spans[this.#entered] as number) < span) this.#entered++;
    for (; this.#entered < this.#count && this.#spans[this.#entered] === span; this.#entered++) {
      table.add(row, this.#ids, this.#entered * linkWords);
    }
  }
}
