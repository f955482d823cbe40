import { assertUnreachable } from '../shared/assert.ts';
import type { CommandContext } from './commandContext.ts';
import { compareCommand } from './compareCommand.ts';
import { criticalPathCommand } from './criticalPathCommand.ts';
import { envCommand } from './envCommand.ts';
import { exportCommand } from './exportCommand.ts';
import { findingsCommand } from './findingsCommand.ts';
import { forwardsCommand } from './forwardsCommand.ts';
import { graphCommand } from './graphCommand.ts';
import { healthCommand } from './healthCommand.ts';
import { importCommand } from './importCommand.ts';
import type { Launch } from './launch.ts';
import { pinCommand } from './pinCommand.ts';
import type { CreateResolver } from './placeSites.ts';
import { runProgramCommand } from './runProgramCommand.ts';
import { runsCommand } from './runsCommand.ts';
import { sitesCommand } from './sitesCommand.ts';
import { statsCommand } from './statsCommand.ts';
import { stopCommand } from './stopCommand.ts';
import { traceCommand } from './traceCommand.ts';
import { tracesCommand } from './tracesCommand.ts';

export function runCommand(
  context: CommandContext,
  createResolver: CreateResolver,
  launch: Launch,
): Promise<void> {
  const { command } = context.invocation;
  switch (command) {
    case 'traces':
      return tracesCommand(context);
    case 'trace':
      return traceCommand(context);
    case 'critical-path':
      return criticalPathCommand(context);
    case 'stats':
      return statsCommand(context, createResolver);
    case 'findings':
      return findingsCommand(context, createResolver);
    case 'compare':
      return compareCommand(context);
    case 'graph':
      return graphCommand(context);
    case 'sites':
      return sitesCommand(context, createResolver);
    case 'export':
      return exportCommand(context);
    case 'import':
      return importCommand(context);
    case 'run':
      return runProgramCommand(context, launch);
    case 'env':
      return envCommand(context, launch);
    case 'pin':
      return pinCommand(context, true);
    case 'unpin':
      return pinCommand(context, false);
    case 'runs':
      return runsCommand(context);
    case 'forwards':
      return forwardsCommand(context);
    case 'health':
      return healthCommand(context);
    case 'stop':
      return stopCommand(context);
    default:
      return assertUnreachable(command);
  }
}
