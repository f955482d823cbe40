import type { AttributeKey } from '../../shared/traceAttributes.ts';
import { AttributeScanner } from '../otlp/attributeScanner.ts';
import { TimeSlice } from '../store/timeSlice.ts';
import { KeyCensus } from './keyCensus.ts';
import type { TraceSnapshot } from './traceSnapshot.ts';

const mostKeys = 1_000;
/** The clock is looked at after so many spans. */
const spansALook = 64;

/** The keys that spans of a trace have, the most frequent first; none where the trace is forgotten meanwhile. */
export async function attributeKeys(
  snapshot: TraceSnapshot,
  slice = new TimeSlice(),
): Promise<readonly AttributeKey[]> {
  const spans = new KeyCensus();
  const groups = new Map<number, number>();
  const scanner = new AttributeScanner((at) => spans.count(at, 1));
  for (let k = 0; k < snapshot.rows.length; k++) {
    if (k % spansALook === spansALook - 1 && slice.isOver && !(await snapshot.rested(slice))) return [];
    const group = snapshot.group(k);
    groups.set(group, (groups.get(group) ?? 0) + 1);
    spans.enter();
    scanner.readSpan(snapshot.bytes(group), snapshot.at(k));
  }
  const outer = await countGroups(snapshot, groups, slice);
  return [...spans.keys('span'), ...outer].sort(mostFrequentFirst).slice(0, mostKeys);
}

/** What all spans of a group share. */
async function countGroups(
  snapshot: TraceSnapshot,
  groups: ReadonlyMap<number, number>,
  slice: TimeSlice,
): Promise<readonly AttributeKey[]> {
  const [scopes, resources] = [new KeyCensus(), new KeyCensus()];
  let weight = 0;
  const scopeScanner = new AttributeScanner((at) => scopes.count(at, weight));
  const resourceScanner = new AttributeScanner((at) => resources.count(at, weight));
  for (const [group, spans] of groups) {
    if (slice.isOver && !(await snapshot.rested(slice))) return [];
    weight = spans;
    scopes.enter();
    resources.enter();
    const bytes = snapshot.bytes(group);
    scopeScanner.readScope(bytes, snapshot.groups.scopeAt[group] as number);
    resourceScanner.readResource(bytes, snapshot.groups.resourceAt[group] as number);
  }
  return [...scopes.keys('scope'), ...resources.keys('resource')];
}

function mostFrequentFirst(a: AttributeKey, b: AttributeKey): number {
  return b.spans - a.spans || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
