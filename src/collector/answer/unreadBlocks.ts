import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';

/** The blocks, by their rows in the file, with spans of a trace whose notes nobody has read yet; in the order of reading. */
export function unreadBlocks({ index }: TraceStore, rows: Uint32Array): ReadonlySet<number> {
  const blocks = new Set<number>();
  let last = -1;
  for (const row of rows) {
    const chunk = index.rows.chunk(row);
    const i = row & rowMask;
    if ((chunk.note[i] as number) > 0) continue;
    const group = chunk.group[i] as number;
    if (group === last) continue;
    last = group;
    blocks.add(index.blocks.rowId[index.groups.block[group] as number] as number);
  }
  return blocks;
}
