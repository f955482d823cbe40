/**
 * Options of Node under which the collector needs the least: its heap is small and its garbage short-lived, so that several threads
 * that collect it at once stand in one another's way.
 */
export const collectorRuntimeOptions: readonly string[] = [
  '--v8-pool-size=1',
  '--min-semi-space-size=4',
  '--max-semi-space-size=4',
];
