import { commands } from '../../shared/manifest.ts';
import type { CompareChoice } from '../../shared/waterfallProtocol.ts';
import { type ChooseApi, chooseTrace } from '../chooseTrace.ts';
import { traceIdOf } from '../traceElements.ts';
import type { WaterfallPanels } from '../waterfallPanels.ts';
import type { AskTrace } from './askTrace.ts';
import type { CommandTable } from './commandTable.ts';

export interface CompareCommandServices {
  readonly api: ChooseApi;
  readonly askTrace: AskTrace;
  readonly waterfalls: Pick<WaterfallPanels, 'compare'>;
}

/** Commands that show a trace beside another one. */
export function compareCommands({ api, askTrace, waterfalls }: CompareCommandServices): CommandTable {
  const compare = async (argument: unknown, choice: CompareChoice): Promise<void> => {
    const trace = await askTrace(argument);
    const other = trace && (await chooseTrace(api, trace.traceId, choice));
    if (trace === undefined || other === undefined) return;
    waterfalls.compare({ traceId: trace.traceId, selected: undefined }, { kind: 'trace', traceId: other });
  };
  return {
    [commands.compareTrace]: (argument) => compare(argument, choiceIn(argument)),
    [commands.compareWithPreviousRun]: (argument) => compare(argument, { kind: 'previousRun' }),
  };
}

/** Whoever runs the command may name the other trace. */
function choiceIn(argument: unknown): CompareChoice {
  const traceId = traceIdOf((Object(argument) as { with?: unknown }).with);
  return traceId === undefined ? { kind: 'pick' } : { kind: 'trace', traceId };
}
