import type { TraceId } from '../../../src/shared/ids.ts';
import type { CollectorChange, TraceSummary } from '../../../src/shared/protocol.ts';
import type { UnixNanoText } from '../../../src/shared/time.ts';

export function traceId(number: number): TraceId {
  return number.toString(16).padStart(32, '0') as TraceId;
}

export function traceSummary(number: number, facts: Partial<TraceSummary> = {}): TraceSummary {
  return {
    traceId: traceId(number),
    version: 1,
    root: 'POST /checkout',
    service: 'storefront',
    startUnixNano: '1700000000000000000' as UnixNanoText,
    durationNano: 450e6,
    spans: 25,
    errors: 0,
    services: ['storefront', 'orders'],
    partial: false,
    rootMissing: false,
    ...facts,
  };
}

export function change(facts: Partial<CollectorChange> = {}): CollectorChange {
  return {
    revision: 1,
    spans: 0,
    traces: 0,
    spansPerSecond: 0,
    changedTraces: [],
    manyTraces: false,
    cleared: false,
    paused: false,
    ...facts,
  };
}
