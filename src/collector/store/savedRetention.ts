import { messageOf } from '../../shared/assert.ts';
import type { SamplingPolicy } from '../../shared/samplingPolicy.ts';
import { TracePolicies } from '../sampling/tracePolicies.ts';
import type { BlockFile } from './blockFile.ts';
import type { TraceStore } from './traceStore.ts';

/** How much is kept, and what goes last. */
export interface Budgets {
  readonly maxSpans: number;
  readonly maxDiskBytes: number;
  readonly keep: TracePolicies;
}

/** As the file keeps it. */
interface SavedBudgets {
  readonly maxSpans: number;
  readonly maxDiskBytes: number;
  readonly keep: readonly SamplingPolicy[];
}

/** Under which the file keeps it. */
const settingName = 'retention';

export function saveRetention(file: BlockFile, { maxSpans, maxDiskBytes, keep }: Budgets): void {
  const saved: SavedBudgets = { maxSpans, maxDiskBytes, keep: keep.policies };
  const text = JSON.stringify(saved);
  if (file.setting(settingName) !== text) file.saveSetting(settingName, text);
}

/** What was said last; `undefined` where nothing was. What another version has written may mean nothing to this one. */
export function savedRetention(file: BlockFile, store: TraceStore): Budgets | undefined {
  const text = file.setting(settingName);
  if (text === undefined) return undefined;
  try {
    const saved = JSON.parse(text) as SavedBudgets;
    return { ...saved, keep: new TracePolicies(store, saved.keep) };
  } catch (error) {
    process.stderr.write(`The budgets that were remembered cannot be read: ${messageOf(error)}\n`);
    return undefined;
  }
}
