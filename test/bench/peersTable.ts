/** One round of one contestant. */
export interface Measured {
  readonly spansPerSecond: number;
  readonly cpuPerMillion: number;
  readonly peakMegabytes: number;
  readonly diskBytesPerSpan: number;
  readonly retries: number;
  /** Sorted. */
  readonly latencyMillis: readonly number[];
}

type Rounds = ReadonlyMap<string, readonly Measured[]>;

/** A table in Markdown: medians of the rounds, and what each needs beside the first, who is Spanline. */
export function loadTable(title: string, measured: Rounds): string {
  const [first] = [...measured.values()].map((rounds) => medianOf(rounds, (one) => one.cpuPerMillion));
  const rows = [...measured].map(([name, rounds]) => {
    const cpu = medianOf(rounds, (one) => one.cpuPerMillion);
    return [
      name,
      count(medianOf(rounds, (one) => one.spansPerSecond)),
      cpu.toFixed(2),
      `${((first ?? cpu) / cpu).toFixed(2)}`,
      `${Math.max(...rounds.map((one) => one.peakMegabytes)).toFixed(0)} MB`,
      diskText(medianOf(rounds, (one) => one.diskBytesPerSpan)),
      count(medianOf(rounds, (one) => one.retries)),
    ];
  });
  const head = [
    title,
    'spans/s',
    'CPU s a million spans',
    'Spanline’s ratio',
    'peak memory',
    'bytes on disk a span',
    'sent again',
  ];
  return markdown([head, ...rows]);
}

/** Medians of the rounds' percentiles. */
export function latencyTable(title: string, measured: Rounds): string {
  const rows = [...measured].map(([name, rounds]) => [
    name,
    ...[0.5, 0.99, 1].map((part) => `${medianOf(rounds, (one) => percentile(one, part)).toFixed(2)} ms`),
  ]);
  return markdown([[title, 'p50', 'p99', 'longest'], ...rows]);
}

function percentile({ latencyMillis }: Measured, part: number): number {
  return latencyMillis[Math.ceil(part * latencyMillis.length) - 1] ?? 0;
}

function medianOf(rounds: readonly Measured[], of: (one: Measured) => number): number {
  const values = rounds.map(of).sort((a, b) => a - b);
  const middle = values.length >> 1;
  const upper = values[middle] ?? 0;
  return values.length % 2 === 1 ? upper : ((values[middle - 1] ?? 0) + upper) / 2;
}

function diskText(bytes: number): string {
  return bytes < 1 ? '' : bytes.toFixed(0);
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return `\n${[head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n`;
}
