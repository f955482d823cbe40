import { setFlagsFromString } from 'node:v8';
import { messageOf } from '../shared/assert.ts';
import type { FailedLine } from '../shared/collectorState.ts';
import { TakenPortError } from '../shared/takenPortError.ts';
import { UserError } from '../shared/userError.ts';
import { runsUnderNewEnoughNode } from './newerNode.ts';
import { parseCommand, usage } from './serveArguments.ts';

/** Runs the command line; `serve` is loaded only under a Node that has what it imports. */
async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  switch (command.type) {
    case 'help':
      process.stdout.write(usage);
      return;
    case 'wrong':
      process.stderr.write(`${command.problem}\n\n${usage}`);
      process.exitCode = 2;
      return;
    case 'serve': {
      if (!runsUnderNewEnoughNode(__dirname)) return;
      silenceSqliteWarning();
      countBuffersWithHeap();
      const { serve } = await import('./serve.ts');
      // The starter may be gone before the line is read, and the collector stays.
      process.stdout.on('error', () => process.stdout.destroy());
      process.stdout.write(`${JSON.stringify(await serve(command.options).catch(failedLine))}\n`);
    }
  }
}

/** A start that failed says so in a way that programs read, besides the sentence on stderr. */
async function failedLine(error: unknown): Promise<never> {
  const reason = error instanceof UserError ? error.message : `Spanline failed: ${messageOf(error)}`;
  const line: FailedLine =
    error instanceof TakenPortError ? { ready: false, reason, taken: error.taken } : { ready: false, reason };
  await new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(line)}\n`, () => resolve()));
  throw error;
}

/**
 * What is received lies beside the runtime's heap. Told apart from it, every 64 MiB of it would make the garbage collector run, which
 * costs a third of receiving; V8 13 (Node 24) can count both as one.
 */
function countBuffersWithHeap(): void {
  if (process.versions.v8.startsWith('13.'))
    setFlagsFromString('--external-memory-accounted-in-global-limit');
}

/** Node 22 calls its SQLite experimental at every start; nobody who runs a collector can do anything about it. */
function silenceSqliteWarning(): void {
  const emit = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]): void => {
    if (!String(warning).includes('SQLite')) Reflect.apply(emit, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
}

main().catch((error: unknown) => {
  const isSentence = error instanceof UserError;
  const text = isSentence ? messageOf(error) : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
