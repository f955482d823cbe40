import { formatDuration } from '../../src/shared/duration.ts';
import type { SiteLine } from '../../src/shared/waterfallProtocol.ts';
import { lineWords } from '../layout/lineText.ts';
import { cutName, shownName } from '../layout/shownName.ts';
import { hasFailed, missesParent, type TraceModel } from './traceModel.ts';

/** A span for those who hear it: name, service, how long and from when, and what is special about it. */
export function spanSentence(model: TraceModel, span: number, line: SiteLine | undefined): string {
  const { columns, path } = model;
  const duration = columns.duration[span] as number;
  const share = Math.round((100 * duration) / Math.max(columns.durationNano, 1));
  return [
    shownName(columns.strings[columns.name[span] as number] as string),
    cutName(columns.strings[columns.service[span] as number] as string),
    formatDuration(duration),
    `${share} percent of the trace`,
    `starts at ${formatDuration(columns.start[span] as number)}`,
    hasFailed(columns, span) ? 'error' : '',
    missesParent(columns, span) ? 'its parent is missing' : '',
    (path.total[span] as number) > 0 ? 'on the critical path' : '',
    line === undefined ? '' : lineWords(line.kind, line.label),
  ]
    .filter((part) => part !== '')
    .join(', ');
}
