import { commands } from '../../shared/manifest.ts';
import type { WaterfallPanels } from '../waterfallPanels.ts';
import type { CommandTable } from './commandTable.ts';

/** Commands that the waterfall's page carries out. */
export function waterfallCommands(waterfalls: Pick<WaterfallPanels, 'run'>): CommandTable {
  return {
    [commands.fitWaterfall]: () => waterfalls.run('fit'),
    [commands.expandAll]: () => waterfalls.run('expandAll'),
    [commands.collapseAll]: () => waterfalls.run('collapseAll'),
    [commands.nextError]: () => waterfalls.run('nextError'),
    [commands.previousError]: () => waterfalls.run('previousError'),
    [commands.findInWaterfall]: () => waterfalls.run('find'),
    [commands.focusSpan]: () => waterfalls.run('focus'),
    [commands.leaveFocus]: () => waterfalls.run('leaveFocus'),
    [commands.hideShortSpans]: () => waterfalls.run('hideMore'),
    [commands.showAllSpans]: () => waterfalls.run('showAll'),
    [commands.toggleNoise]: () => waterfalls.run('toggleNoise'),
    [commands.toggleGaps]: () => waterfalls.run('toggleGaps'),
    [commands.nextTimeMode]: () => waterfalls.run('nextTimeMode'),
    [commands.showWaterfallTab]: () => waterfalls.run('show:waterfall'),
    [commands.showFlameTab]: () => waterfalls.run('show:flame'),
    [commands.showStatisticsTab]: () => waterfalls.run('show:statistics'),
    [commands.showGraphTab]: () => waterfalls.run('show:graph'),
    [commands.showLogsTab]: () => waterfalls.run('show:logs'),
  };
}
