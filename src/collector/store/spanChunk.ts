/** Rows are numbered through all chunks: the high bits of a row say the chunk, the low ones the place in it. */
export const chunkBits = 14;
export const rowsPerChunk = 1 << chunkBits;
export const rowMask = rowsPerChunk - 1;
/** Ends a list of rows. */
export const noRow = 0xffffffff;

/** Layout of `meta`: kind in bits 0 to 2, status in 3 and 4, `spanFlags` in 8 to 15. */
export const meta = {
  kindMask: 7,
  statusShift: 3,
  statusMask: 3,
  /** The row holds no span any more, or never did. */
  dead: 1 << 5,
  flagsShift: 8,
} as const;

/** What the index keeps of the spans of some rows: 62 bytes a row. */
export class SpanChunk {
  /** Span ids as big-endian words. */
  readonly idHigh = new Uint32Array(rowsPerChunk);
  readonly idLow = new Uint32Array(rowsPerChunk);
  /** Zeros where there is no parent. */
  readonly parentHigh = new Uint32Array(rowsPerChunk);
  readonly parentLow = new Uint32Array(rowsPerChunk);
  /** Slot of the trace. */
  readonly trace = new Uint32Array(rowsPerChunk);
  /** Nanoseconds since the epoch. */
  readonly startHigh = new Uint32Array(rowsPerChunk);
  readonly startLow = new Uint32Array(rowsPerChunk);
  /** Nanoseconds. */
  readonly duration = new Float64Array(rowsPerChunk);
  readonly site = new Uint32Array(rowsPerChunk);
  readonly name = new Uint32Array(rowsPerChunk);
  /** Slot of the group: which scope of which resource in which block. */
  readonly group = new Uint32Array(rowsPerChunk);
  /** Where the length of the span's message stands in its block. */
  readonly at = new Uint32Array(rowsPerChunk);
  /** The row of the same trace that came before. */
  readonly next = new Uint32Array(rowsPerChunk);
  readonly meta = new Uint16Array(rowsPerChunk);
  /** Number of the span's note plus one, where somebody has looked and there are no events; else 0. */
  readonly note = new Uint32Array(rowsPerChunk);
  used = 0;
  live = 0;

  static readonly bytes = 62 * rowsPerChunk;
}

/** OTLP's `Status.StatusCode` of a row. */
export function spanStatus(chunk: SpanChunk, i: number): number {
  return ((chunk.meta[i] as number) >>> meta.statusShift) & meta.statusMask;
}
