import { assertUnreachable } from '../../shared/assert.ts';
import type { SamplingPolicy } from '../../shared/samplingPolicy.ts';
import { noRow, rowMask, spanStatus } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { AttributeSearch } from './attributeSearch.ts';
import { RateLimit } from './rateLimit.ts';
import { ShareOfTraces } from './shareOfTraces.ts';

/** One policy, ready to decide. */
export interface TraceRule {
  samples(slot: number): boolean;
  /** Whether it reads the spans' own bytes. */
  readonly readsSpans: boolean;
  /** Whether being asked changes what it answers later. */
  readonly countsSpans: boolean;
}

/** The rule of a policy that was checked. */
export function traceRule(store: TraceStore, policy: SamplingPolicy, clock: () => number): TraceRule {
  switch (policy.type) {
    case 'always_sample':
      return plain(() => true);
    case 'status_code':
      return plain(statusCode(store, policy.status_code.status_codes));
    case 'latency':
      return plain(latency(store, policy.latency.threshold_ms, policy.latency.upper_threshold_ms));
    case 'probabilistic': {
      const share = new ShareOfTraces(
        policy.probabilistic.sampling_percentage,
        policy.probabilistic.hash_salt,
      );
      return plain((slot) => share.has(store.index.traces.id, 4 * slot));
    }
    case 'rate_limiting': {
      const limit = new RateLimit(policy.rate_limiting.spans_per_second, clock);
      const samples = (slot: number): boolean =>
        limit.takes(serviceOf(store, slot), store.index.traces.count[slot] as number);
      return { samples, readsSpans: false, countsSpans: true };
    }
    case 'string_attribute': {
      const search = new AttributeSearch(store, policy.string_attribute);
      const invert = policy.string_attribute.invert_match === true;
      return { samples: (slot) => search.finds(slot) !== invert, readsSpans: true, countsSpans: false };
    }
    case 'and':
      return all(policy.and.and_sub_policy.map((part) => traceRule(store, part, clock)));
    default:
      return assertUnreachable(policy);
  }
}

function plain(samples: (slot: number) => boolean): TraceRule {
  return { samples, readsSpans: false, countsSpans: false };
}

function all(parts: readonly TraceRule[]): TraceRule {
  return {
    samples: (slot) => parts.every((part) => part.samples(slot)),
    readsSpans: parts.some((part) => part.readsSpans),
    countsSpans: parts.some((part) => part.countsSpans),
  };
}

const codes = { UNSET: 0, OK: 1, ERROR: 2 } as const;

function statusCode(store: TraceStore, names: readonly (keyof typeof codes)[]): (slot: number) => boolean {
  const wanted = new Set<number>(names.map((name) => codes[name]));
  const errorsAlone = wanted.size === 1 && wanted.has(codes.ERROR);
  return (slot) => {
    const { traces, rows } = store.index;
    if (wanted.has(codes.ERROR) && (traces.errors[slot] as number) > 0) return true;
    if (errorsAlone) return false;
    for (let row = traces.head[slot] as number; row !== noRow; row = rows.next(row)) {
      if (wanted.has(spanStatus(rows.chunk(row), row & rowMask))) return true;
    }
    return false;
  };
}

/** Whole milliseconds. The lower bound is inclusive alone, and exclusive beside an upper one, which is inclusive; 0 is no upper one. */
function latency(store: TraceStore, lower: number, upper = 0): (slot: number) => boolean {
  return (slot) => {
    const { startHigh, startLow, endHigh, endLow } = store.index.traces;
    const high = (endHigh[slot] as number) - (startHigh[slot] as number);
    const nanos = high * 2 ** 32 + ((endLow[slot] as number) - (startLow[slot] as number));
    const millis = Math.floor(nanos / 1e6);
    return upper === 0 ? millis >= lower : millis > lower && millis <= upper;
  };
}

/** Of the root; of the earliest span where there is none. */
function serviceOf({ index }: TraceStore, slot: number): string {
  const root = index.traces.root[slot] as number;
  const row = root === noRow ? (index.traces.earliest[slot] as number) : root;
  const group = index.rows.chunk(row).group[row & rowMask] as number;
  return index.texts.text(index.groups.service[group] as number);
}
