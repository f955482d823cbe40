import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import type { TraceLogs } from '../../../src/shared/traceLogs.ts';
import { asSent, shownValue } from '../../layout/shownValue.ts';
import { type LogRow, logRows } from '../../layout/spanLogs.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { InlineAttributes } from './inlineAttributes.tsx';
import { LongText } from './longText.tsx';
import { usePages } from './pages.tsx';
import { LoadingSection, Section } from './section.tsx';
import { SpanText } from './spanText.tsx';

interface LogsProps {
  readonly panel: SpanPanel;
  readonly span: SpanView;
}

/** Log records of the span, with the time since its start; nothing where it has none. */
export function Logs({ panel, span }: LogsProps) {
  const logs = panel.companions.logs.value;
  switch (logs.kind) {
    case 'loading':
      return logs.hadSome ? <LoadingSection panel={panel} title="Logs" /> : null;
    case 'failed':
      return (
        <Section panel={panel} title="Logs" openByDefault={false}>
          <p class="note">The logs cannot be shown: {logs.message}</p>
        </Section>
      );
    case 'there':
      return <Records panel={panel} span={span} logs={logs.value} />;
  }
}

function Records({ panel, span, logs }: LogsProps & { readonly logs: TraceLogs }) {
  const rows = logRows(logs.records, span.detail.startUnixNano, panel.filter.value);
  const [shown, more] = usePages(rows);
  if (rows.length === 0 && (logs.complete || panel.isFiltered.value)) return null;
  const worst = rows.some(({ tone }) => tone === 'error');
  return (
    <Section panel={panel} title="Logs" count={rows.length} openByDefault={worst}>
      <ul class="events">
        {shown.map((row, index) => (
          <Record key={index} panel={panel} row={row} />
        ))}
      </ul>
      {more}
      {!logs.complete && (
        <p class="note">
          There are too many logs around this trace to look at them all; more may be its own.
        </p>
      )}
    </Section>
  );
}

function Record({ panel, row }: { readonly panel: SpanPanel; readonly row: LogRow }) {
  const needle = panel.filter.value;
  return (
    <li>
      <span class="time">{row.time}</span>
      <div class="said">
        {row.severity !== '' && (
          <span class={`severity ${row.tone === 'plain' ? 'muted' : row.tone}`}>
            <SpanText text={row.severity} />{' '}
          </span>
        )}
        <LongText text={bodyOf(panel, row.body)} needle={needle} />
        <InlineAttributes
          panel={panel}
          rows={row.attributes.filter(({ key }) => key !== 'exception.stacktrace')}
        />
      </div>
    </li>
  );
}

/** Structured bodies come as JSON. */
function bodyOf(panel: SpanPanel, body: string): string {
  const isJson = /^\s*[[{]/.test(body) && !panel.asSent.value;
  const row = { key: '', text: body, format: isJson ? 'json' : undefined } as const;
  return isJson ? shownValue(row, () => undefined).text : asSent(body).text;
}
