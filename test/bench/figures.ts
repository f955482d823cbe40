/** A line of the table. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly budget: string;
  readonly reference: string;
  readonly referenceValue: number | undefined;
}

export function figure(
  what: string,
  value: number,
  budget: string,
  reference = '',
  referenceValue?: number,
): Row {
  return { what, value, budget, reference, referenceValue };
}

/** The rows under one another, in columns. */
export function table(rows: readonly Row[]): string {
  const lines = [
    ['', 'measured', 'budget', 'reference', '', 'ratio'],
    ...rows.map(({ what, value, budget, reference, referenceValue }) => [
      what,
      shown(value),
      budget,
      reference,
      referenceValue === undefined ? '' : shown(referenceValue),
      referenceValue === undefined ? '' : shown(value / referenceValue),
    ]),
  ];
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, i) => aligned(cell, widths[i] ?? 0, i))
        .join('  ')
        .trimEnd(),
    )
    .concat('')
    .join('\n');
}

function aligned(cell: string, width: number, column: number): string {
  return column === 0 || column === 3 ? cell.padEnd(width) : cell.padStart(width);
}

function shown(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
