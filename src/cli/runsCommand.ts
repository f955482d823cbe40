import type { Run } from '../shared/run.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { figure } from './counted.ts';
import { currentRun } from './findRun.ts';
import { writeJsonLines } from './output.ts';
import { plainText } from './plainText.ts';
import { startedText } from './startedText.ts';
import { type Column, table } from './table.ts';
import { UsageError } from './usageError.ts';

/** Lists the runs, begins one, or ends the one that goes on. */
export async function runsCommand(context: CommandContext): Promise<void> {
  const { argument, second = '' } = context.invocation;
  if (argument === 'start') return await start(context, second);
  if (second !== '') throw new UsageError(`"${second}" is one argument too many for the command runs.`);
  if (argument === 'end') return await end(context);
  if (argument !== '') throw new UsageError(`The command runs knows start and end, not "${argument}".`);
  await list(context);
}

async function start({ api, out, invocation }: CommandContext, name: string): Promise<void> {
  if (name.trim() === '') throw new UsageError('A run needs a name: runs start NAME.');
  const run = await api.startRun({ name: name.trim(), kind: 'command' });
  const text = `Run ${run.id}, "${plainText(run.name)}", goes on.`;
  await out.write(`${invocation.json ? JSON.stringify(run) : text}\n`);
}

/** Where none goes on, what was asked for is already so. */
async function end({ api, out, invocation }: CommandContext): Promise<void> {
  const run = currentRun(await api.runs());
  if (run !== undefined) await api.endRun({ id: run.id });
  const text = run === undefined ? 'No run goes on.' : `Ended run ${run.id}, "${plainText(run.name)}".`;
  await out.write(`${invocation.json ? JSON.stringify({ ended: run !== undefined, id: run?.id }) : text}\n`);
}

const columns: readonly Column[] = [
  { title: 'RUN', align: 'right', style: 'dim' },
  { title: 'NAME', shrinks: true, style: 'bold' },
  { title: 'BY' },
  { title: 'STARTED' },
  { title: 'ENDED' },
  { title: 'TRACES', align: 'right' },
];

async function list({ api, out, program, invocation: { json, limit } }: CommandContext): Promise<void> {
  const runs = (await api.runs()).slice(0, limit);
  if (json) return await writeJsonLines(out, runs);
  if (runs.length === 0)
    return await out.write(`No runs yet. A debug session begins one, or: ${program} runs start NAME\n`);
  const now = new Date();
  await out.write(
    table(
      columns,
      runs.map((run) => rowOf(run, now)),
      painter(out.colour),
      out.width,
    ),
  );
}

function rowOf({ id, name, kind, startUnixMillis, endUnixMillis, traces }: Run, now: Date): string[] {
  return [
    String(id),
    name,
    kind,
    startedText(new Date(startUnixMillis), now),
    endUnixMillis === undefined ? 'goes on' : startedText(new Date(endUnixMillis), now),
    figure(traces),
  ];
}
