import type { ForwardHealth } from '../shared/forward.ts';
import { bytesText } from '../shared/healthWords.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { figure } from './counted.ts';
import { writeJsonLines } from './output.ts';
import { type Column, table } from './table.ts';

const columns: readonly Column[] = [
  { title: 'FORWARD', style: 'bold' },
  { title: 'PROTOCOL' },
  { title: 'ENDPOINT' },
  { title: 'STATE' },
  { title: 'SENT', align: 'right' },
  { title: 'WAITING', align: 'right' },
  { title: 'GIVEN UP', align: 'right', style: 'red' },
  { title: 'REFUSED', align: 'right', style: 'red' },
  { title: 'LEFT OUT', align: 'right' },
  { title: 'PROBLEM', shrinks: true, style: 'yellow' },
];

/** Lists the forwards; their headers are nobody's business. */
export async function forwardsCommand({ api, out, invocation }: CommandContext): Promise<void> {
  const { forwards } = await api.health();
  if (invocation.json) return await writeJsonLines(out, forwards);
  if (forwards.length === 0)
    return await out.write(
      'Nothing is forwarded. VS Code\'s setting spanline.forwards, or "forwards" in the file of --config, says what is.\n',
    );
  await out.write(table(columns, forwards.map(rowOf), painter(out.colour), out.width));
}

function rowOf(forward: ForwardHealth): string[] {
  const some = (count: number): string => (count === 0 ? '' : figure(count));
  return [
    forward.name,
    forward.protocol,
    forward.endpoint,
    forward.state,
    figure(forward.sentSpans),
    forward.queuedBytes === 0 ? '' : bytesText(forward.queuedBytes),
    some(forward.droppedSpans),
    some(forward.rejectedSpans),
    some(forward.sampledOutSpans),
    forward.problem ?? '',
  ];
}
