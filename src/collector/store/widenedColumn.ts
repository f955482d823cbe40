/** A copy of a column with room for at least `length` entries, a quarter more than asked for. */
export function widenedColumn(column: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(Math.max(length, Math.ceil(column.length * 1.25)));
  wider.set(column);
  return wider;
}
