import { endDescendants } from './processTree.ts';

/** When this process is told to end, or its parent has gone, all that it started ends first. */
export function endOnSignal(): void {
  const end = () => void endDescendants().then(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  if (process.channel !== undefined) process.once('disconnect', end);
  process.channel?.unref();
}
