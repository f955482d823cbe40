import { filterSpans } from '../otlp/filterSpans.ts';
import { SpanScanner } from '../otlp/spanScanner.ts';
import { WireReader } from '../otlp/wireReader.ts';
import { wordAt } from '../otlp/wordAt.ts';
import { rowMask } from './spanChunk.ts';
import type { SpanIndex } from './spanIndex.ts';
import { widenedColumn } from './widenedColumn.ts';

/** Where live spans stand in the bytes of a block. */
interface LiveSpans {
  readonly rows: number[];
  readonly at: number[];
}

/**
 * Puts the live spans of some blocks into one. It is made step by step, with rests in between in which spans may go; nothing of the
 * index changes before `apply`, which does so in one go. Groups and rows keep their numbers, so that who holds some while
 * he rests only has to look anew where they lie (`TraceStore.moves`).
 */
export class BlockMove {
  readonly #index: SpanIndex;
  /** Slots of the old blocks and their rows in the file, in their order. */
  readonly #blocks: readonly number[];
  readonly rowIds: readonly number[];
  readonly run: number;
  readonly #scanner = new SpanScanner();
  readonly #parts: Uint8Array<ArrayBuffer>[] = [];
  /** Of each span: its row, the slot of its old block, where it stands there, and where in the new one. */
  #rows = new Uint32Array(1024);
  #from = new Uint32Array(1024);
  #oldAt = new Uint32Array(1024);
  #newAt = new Uint32Array(1024);
  #count = 0;
  #size = 0;
  /** Of each scope of the new block: its first span, and where it and its resource stand. */
  readonly #groups: { readonly first: number; readonly resourceAt: number; readonly scopeAt: number }[] = [];

  constructor(index: SpanIndex, blocks: readonly number[]) {
    this.#index = index;
    this.#blocks = blocks;
    this.rowIds = blocks.map((block) => index.blocks.rowId[block] as number);
    this.run = index.blocks.run[blocks[0] as number] as number;
  }

  /** Adds what lives of the next block. Throws `MalformedError` where the bytes are none of ours. */
  add(block: number, bytes: Uint8Array<ArrayBuffer>): void {
    const live = this.#liveIn(block, bytes);
    let next = 0;
    const contents = live.at.map((at) => contentAt(bytes, at));
    const kept = filterSpans(bytes, (_bytes, _traceIdAt, start) => {
      if (contents[next] !== start) return false;
      next++;
      return true;
    });
    if (next !== contents.length)
      throw new Error('A block holds its spans in another order than it was read.');
    this.#parts.push(kept);
    if (this.#count + live.rows.length > this.#rows.length) this.#widen(this.#count + live.rows.length);
    this.#rows.set(live.rows, this.#count);
    this.#oldAt.set(live.at, this.#count);
    this.#from.fill(block, this.#count, this.#count + live.rows.length);
    this.#count += live.rows.length;
  }

  /** The bytes of the new block, once all were added; finds where the spans stand in them. */
  finish(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let end = 0;
    for (const part of this.#parts) {
      bytes.set(part, end);
      end += part.length;
    }
    let k = 0;
    this.#scanner.scan(bytes, {
      group: ({ resourceAt, scopeAt }) => this.#groups.push({ first: k, resourceAt, scopeAt }),
      span: ({ spanAt, spanEnd }) => {
        if (k < this.#count) this.#newAt[k] = spanAt;
        this.#size += spanEnd - spanAt;
        k++;
      },
      refused: (reason) => {
        throw new Error(`A span that was kept cannot be read again: ${reason}.`);
      },
    });
    if (k !== this.#count) throw new Error('A rewritten block does not hold the spans that it should.');
    return bytes;
  }

  /** Whether every span that lives in the old blocks is in the new one: they are as they were, but for spans that went. */
  get isSound(): boolean {
    const { blocks } = this.#index;
    if (this.#blocks.some((block, i) => blocks.rowId[block] !== this.rowIds[i] || blocks.live[block] === 0))
      return false;
    let live = 0;
    for (let k = 0; k < this.#count; k++) if (this.#isThere(k)) live++;
    return live === this.#blocks.reduce((sum, block) => sum + (blocks.live[block] as number), 0);
  }

  /** The new block was written under this number in place of the old ones. */
  apply(rowId: number, length: number): void {
    const { blocks, groups, rows } = this.#index;
    const block = blocks.add();
    let live = 0;
    let scope = 0;
    let placed = -1;
    for (let k = 0; k < this.#count; k++) {
      while (
        this.#groups[scope + 1] !== undefined &&
        (this.#groups[scope + 1] as { first: number }).first <= k
      )
        scope++;
      if (!this.#isThere(k)) continue;
      const row = this.#rows[k] as number;
      const chunk = rows.chunk(row);
      const group = chunk.group[row & rowMask] as number;
      chunk.at[row & rowMask] = this.#newAt[k] as number;
      live++;
      if (placed === scope) continue;
      placed = scope;
      this.#moved.push({ group, scope });
    }
    for (const { group, scope: place } of this.#moved) {
      const { resourceAt, scopeAt } = this.#groups[place] as { resourceAt: number; scopeAt: number };
      groups.block[group] = block;
      groups.resourceAt[group] = resourceAt;
      groups.scopeAt[group] = scopeAt;
    }
    for (const old of this.#blocks) blocks.free(old);
    blocks.wrote(block, { rowId, held: this.#count, size: this.#size, length, run: this.run });
    blocks.live[block] = live;
    blocks.seen[block] = live;
  }

  /** Groups that are moved once all their rows are. */
  readonly #moved: { readonly group: number; readonly scope: number }[] = [];

  /** Whether a span is still where it was found. Its row may hold another one since. */
  #isThere(k: number): boolean {
    const row = this.#rows[k] as number;
    const { rows, groups } = this.#index;
    if (!rows.isLive(row)) return false;
    const chunk = rows.chunk(row);
    const i = row & rowMask;
    return chunk.at[i] === this.#oldAt[k] && groups.block[chunk.group[i] as number] === this.#from[k];
  }

  /** A span that came twice is live where its row says. */
  #liveIn(block: number, bytes: Uint8Array<ArrayBuffer>): LiveSpans {
    const { rows, groups, spans, traces } = this.#index;
    const live: LiveSpans = { rows: [], at: [] };
    this.#scanner.scan(bytes, {
      group: () => undefined,
      span: ({ spanAt, spanIdAt, traceIdAt }) => {
        const word = (i: number): number => wordAt(bytes, traceIdAt + 4 * i);
        const trace = traces.find(word(0), word(1), word(2), word(3));
        if (trace < 0) return;
        const row = spans.find(trace, wordAt(bytes, spanIdAt), wordAt(bytes, spanIdAt + 4));
        if (row < 0) return;
        const chunk = rows.chunk(row);
        const i = row & rowMask;
        if (chunk.at[i] !== spanAt || groups.block[chunk.group[i] as number] !== block) return;
        live.rows.push(row);
        live.at.push(spanAt);
      },
      refused: () => undefined,
    });
    return live;
  }

  #widen(length: number): void {
    this.#rows = widenedColumn(this.#rows, length);
    this.#from = widenedColumn(this.#from, length);
    this.#oldAt = widenedColumn(this.#oldAt, length);
    this.#newAt = widenedColumn(this.#newAt, length);
  }
}

/** Where the content of the message begins whose length stands at `at`. */
function contentAt(bytes: Uint8Array, at: number): number {
  const reader = new WireReader(bytes);
  reader.pos = at;
  reader.endOfBytes();
  return reader.pos;
}
