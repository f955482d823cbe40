import { hexOfWords } from '../../../../src/collector/store/hexOfWords.ts';
import type { TraceStore } from '../../../../src/collector/store/traceStore.ts';

/** Traces from the oldest to the youngest: the last digits of the id, spans, errors, and what is said of it. */
export function tracesOf(store: TraceStore): string {
  const { traces } = store.index;
  return Array.from(traces.slots(), (slot) => {
    const id = hexOfWords(traces.id.subarray(4 * slot, 4 * slot + 4)).replace(/^0+/, '');
    const count = traces.count[slot] as number;
    const words = [
      `${id}: ${count} ${count === 1 ? 'span' : 'spans'}`,
      (traces.errors[slot] as number) > 0 ? 'failed' : '',
      traces.run[slot] === 0 ? '' : `run ${traces.run[slot]}`,
      traces.pinned[slot] === 1 ? 'pinned' : '',
    ];
    return words.filter((word) => word !== '').join(', ');
  }).join('\n');
}

/** Blocks in the file: number, spans that live of those it was written with, run. */
export function blocksOf(store: TraceStore): string {
  const { blocks } = store.index;
  return blocks
    .inOrder()
    .map((block) => {
      const run = blocks.run[block] === 0 ? '' : `, run ${blocks.run[block]}`;
      return `${blocks.rowId[block]}: ${blocks.live[block]} of ${blocks.held[block]}${run}`;
    })
    .join('\n');
}

/** What went, and why. */
export function dropsOf(store: TraceStore): string {
  return store.drops
    .list()
    .map(({ reason, spans, traces }) => `${reason}: ${spans} spans of ${traces} traces`)
    .join('\n');
}
