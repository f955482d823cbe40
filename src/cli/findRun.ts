import type { Run } from '../shared/run.ts';
import { UserError } from '../shared/userError.ts';
import type { CommandContext } from './commandContext.ts';

type RunFinder = Pick<CommandContext, 'api' | 'program'>;

/** The run that a person means by its number or its name: the newest of that name. Throws a `UserError` where there is none. */
export async function findRun({ api, program }: RunFinder, text: string): Promise<Run> {
  const runs = await api.runs();
  const wanted = text.toLowerCase();
  const found =
    runs.find(({ id }) => String(id) === wanted) ?? runs.find(({ name }) => name.toLowerCase() === wanted);
  if (found !== undefined) return found;
  throw new UserError(`There is no run "${text}". List the runs with: ${program} runs`);
}

export function currentRun(runs: readonly Run[]): Run | undefined {
  return runs.find(({ endUnixMillis }) => endUnixMillis === undefined);
}
