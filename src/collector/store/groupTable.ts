import { widenedColumn } from './widenedColumn.ts';

const columns = ['block', 'resourceAt', 'scopeAt', 'service', 'scope', 'resource', 'live'] as const;

/** What the columns say of one group. */
export type SpanGroup = Readonly<Record<(typeof columns)[number], number>>;

/**
 * Where groups of spans lie. A block is one row of the store's file; a group is one `ScopeSpans` message in
 * it. Both are counted by their live spans, and their slots are dealt again when the last one goes.
 */
export class GroupTable {
  /** Slot of the block. */
  block = new Uint32Array(64);
  /** Where the lengths of the `ResourceSpans` and of the `ScopeSpans` message stand in the block. */
  resourceAt = new Uint32Array(64);
  scopeAt = new Uint32Array(64);
  service = new Uint32Array(64);
  scope = new Uint32Array(64);
  /** Number in the table of resources. */
  resource = new Uint32Array(64);
  live = new Uint32Array(64);
  readonly #free: number[] = [];
  #used = 0;

  get bytes(): number {
    return 7 * this.block.byteLength;
  }

  add(group: Omit<SpanGroup, 'live'>): number {
    const slot = this.#free.pop() ?? this.#used++;
    if (slot >= this.block.length) this.#widen(slot + 1);
    this.block[slot] = group.block;
    this.resourceAt[slot] = group.resourceAt;
    this.scopeAt[slot] = group.scopeAt;
    this.service[slot] = group.service;
    this.scope[slot] = group.scope;
    this.resource[slot] = group.resource;
    this.live[slot] = 0;
    return slot;
  }

  /** Texts got other numbers. Those of free slots are not looked at. */
  renumberTexts(renumber: (id: number) => number): void {
    for (let slot = 0; slot < this.#used; slot++) {
      if (this.live[slot] === 0) continue;
      this.service[slot] = renumber(this.service[slot] as number);
      this.scope[slot] = renumber(this.scope[slot] as number);
    }
  }

  free(slot: number): void {
    this.#free.push(slot);
  }

  #widen(length: number): void {
    for (const column of columns) {
      this[column] = widenedColumn(this[column], length);
    }
  }
}
