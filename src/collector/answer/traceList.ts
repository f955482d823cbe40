import type { TraceId } from '../../shared/ids.ts';
import type { TracePage, TraceQuery, TraceSummary } from '../../shared/protocol.ts';
import type { RunId } from '../../shared/run.ts';
import { unixNanoText } from '../../shared/time.ts';
import { wordsOfHex } from '../store/hexOfWords.ts';
import { noRow, rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { NewestFirst } from './newestFirst.ts';

/** What walking over all spans of a trace says. */
interface Walked {
  readonly version: number;
  readonly services: readonly string[];
  readonly orphans: boolean;
}

/** Answers of that many traces are remembered between two questions. */
const maxRemembered = 2_000;

/** Answers lists of traces. */
export class TraceList {
  readonly #store: TraceStore;
  readonly #order: NewestFirst;
  readonly #walked = new Map<number, Walked>();

  constructor(store: TraceStore) {
    this.#store = store;
    this.#order = new NewestFirst(store);
  }

  list(query: TraceQuery): TracePage {
    const store = this.#store;
    const filter = new TraceFilter(store, query, (slot) => this.#walk(slot).services);
    const traces: TraceSummary[] = [];
    let matched = 0;
    for (const slot of this.#slots(query.traceIds)) {
      if (!filter.accepts(slot)) continue;
      if (matched++ < query.limit) traces.push(this.summary(slot));
    }
    return { revision: store.revision, traces, matched, total: store.index.traces.live };
  }

  /** Newest first, where it is not said which. */
  #slots(traceIds: readonly TraceId[] | undefined): Iterable<number> {
    if (traceIds === undefined) return this.#order.slots();
    const slots = traceIds.map((traceId) => this.#store.index.findTrace(wordsOfHex(traceId)));
    return new Set(slots.filter((slot) => slot >= 0));
  }

  summary(slot: number): TraceSummary {
    const { traces } = this.#store.index;
    const { services, orphans } = this.#walk(slot);
    const root = traces.root[slot] as number;
    const named = root === noRow ? (traces.earliest[slot] as number) : root;
    const high = traces.startHigh[slot] as number;
    const low = traces.startLow[slot] as number;
    return {
      traceId: this.#store.traceId(slot),
      version: traces.version[slot] as number,
      root: nameOf(this.#store, named),
      service: this.#store.index.texts.text(serviceOf(this.#store, named)),
      startUnixNano: unixNanoText((BigInt(high) << 32n) | BigInt(low)),
      durationNano: durationOf(this.#store, slot),
      spans: traces.count[slot] as number,
      errors: traces.errors[slot] as number,
      services,
      partial: root === noRow || orphans,
      rootMissing: root === noRow,
      ...(traces.run[slot] === 0 ? {} : { run: traces.run[slot] as RunId }),
      ...(traces.pinned[slot] === 1 ? { pinned: true } : {}),
    };
  }

  /** Slots of all traces, by their start. */
  newestFirst(): Uint32Array {
    return this.#order.slots();
  }

  /** Nanoseconds from the earliest start to the latest end. */
  durationOf(slot: number): number {
    return durationOf(this.#store, slot);
  }

  forget(): void {
    this.#walked.clear();
  }

  #walk(slot: number): Walked {
    const version = this.#store.index.traces.version[slot] as number;
    const known = this.#walked.get(slot);
    if (known !== undefined && known.version === version) return known;
    const walked = walk(this.#store, slot, version);
    this.#walked.delete(slot);
    this.#walked.set(slot, walked);
    for (const oldest of this.#walked.keys()) {
      if (this.#walked.size <= maxRemembered) break;
      this.#walked.delete(oldest);
    }
    return walked;
  }
}

function walk(store: TraceStore, slot: number, version: number): Walked {
  const { traces, rows, groups, spans, texts } = store.index;
  const services = new Set<number>();
  let orphans = false;
  for (let row = traces.head[slot] as number; row !== noRow; row = rows.next(row)) {
    const chunk = rows.chunk(row);
    const i = row & rowMask;
    services.add(groups.service[chunk.group[i] as number] as number);
    const high = chunk.parentHigh[i] as number;
    const low = chunk.parentLow[i] as number;
    orphans ||= (high !== 0 || low !== 0) && spans.find(slot, high, low) < 0;
  }
  return { version, services: [...services].map((id) => texts.text(id)).sort(), orphans };
}

/** Decides cheaply first: what the slot's own columns say, then its services by their bits, then by name. */
class TraceFilter {
  readonly #store: TraceStore;
  readonly #query: TraceQuery;
  readonly #words: readonly string[];
  readonly #services: (slot: number) => readonly string[];
  readonly #lowerNames = new Map<number, string>();

  constructor(store: TraceStore, query: TraceQuery, services: (slot: number) => readonly string[]) {
    this.#store = store;
    this.#query = query;
    this.#words = (query.text ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    this.#services = services;
  }

  accepts(slot: number): boolean {
    const { errorsOnly, minDurationNano, pinnedOnly, run, service } = this.#query;
    const { traces } = this.#store.index;
    if (run !== undefined && traces.run[slot] !== run) return false;
    if (pinnedOnly === true && traces.pinned[slot] !== 1) return false;
    if (errorsOnly === true && traces.errors[slot] === 0) return false;
    if (minDurationNano !== undefined && durationOf(this.#store, slot) < minDurationNano) return false;
    if (service !== undefined && !this.#services(slot).includes(service)) return false;
    return this.#words.length === 0 || this.#hasWords(slot);
  }

  #hasWords(slot: number): boolean {
    const { traces } = this.#store.index;
    const root = traces.root[slot] as number;
    const name = this.#lowerName(root === noRow ? (traces.earliest[slot] as number) : root);
    const missing = this.#words.filter((word) => !name.includes(word));
    if (missing.length === 0) return true;
    const services = this.#services(slot).map((text) => text.toLowerCase());
    const id = this.#store.traceId(slot);
    return missing.every((word) => id.includes(word) || services.some((text) => text.includes(word)));
  }

  #lowerName(row: number): string {
    const id = this.#store.index.rows.chunk(row).name[row & rowMask] as number;
    const known = this.#lowerNames.get(id);
    if (known !== undefined) return known;
    const name = this.#store.index.texts.text(id).toLowerCase();
    this.#lowerNames.set(id, name);
    return name;
  }
}

function nameOf(store: TraceStore, row: number): string {
  return store.index.texts.text(store.index.rows.chunk(row).name[row & rowMask] as number);
}

function serviceOf(store: TraceStore, row: number): number {
  const group = store.index.rows.chunk(row).group[row & rowMask] as number;
  return store.index.groups.service[group] as number;
}

/** Nanoseconds from the earliest start to the latest end. */
function durationOf(store: TraceStore, slot: number): number {
  const { startHigh, startLow, endHigh, endLow } = store.index.traces;
  const high = (endHigh[slot] as number) - (startHigh[slot] as number);
  return high * 2 ** 32 + ((endLow[slot] as number) - (startLow[slot] as number));
}
