import type { LogRecord } from '../../../src/shared/traceLogs.ts';
import { attributeText } from '../../layout/attributeText.ts';
import { firstLine, severityClass, severityWord, wrappedLines } from '../../layout/logRows.ts';
import type { TraceModel } from '../../state/traceModel.ts';
import { Marked } from '../marked.tsx';
import { memo } from '../memo.ts';
import { focusGrid } from '../takeFocus.ts';

interface LogRowProps {
  readonly palette: readonly string[];
  readonly model: TraceModel;
  readonly record: LogRecord;
  /** Index of its span; −1 for none in this trace. */
  readonly span: number;
  readonly row: number;
  readonly time: string;
  readonly current: boolean;
  /** Whether it belongs to the selected span. */
  readonly ofSelected: boolean;
  readonly expanded: boolean;
  readonly needle: string;
  /** Pixels of what is shown below the row. */
  readonly detailHeight: number;
  /** Pixels from where the rows' slide begins. */
  readonly top: number;
  /** Stay the same for as long as the rows mean the same. */
  readonly actions: LogActions;
}

export interface LogActions {
  choose(row: number): void;
  toggle(row: number): void;
  /** Shows its span in the waterfall. */
  open(row: number): void;
}

/** Left of a record's details, and their lower edge: pixels for rows of 22. */
const detailIndent = 132;
const detailPadding = 8;
/** A longer body scrolls by itself. */
const mostBodyLines = 24;
/** Width of a character of the editor's font, as a share of the row's height; on the safe side. */
const characterShare = 0.37;

/** One record; expanded, with its whole text and its attributes. */
export const LogRow = memo((props: LogRowProps) => {
  const { model, record, span, row, time, current, ofSelected, expanded, top, actions } = props;
  const { columns } = model;
  const name = span < 0 ? '' : (columns.strings[columns.name[span] as number] as string);
  const level = severityClass(record.severity);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the grid, which has the focus.
    <div
      id={`log-${row}`}
      class={`log-row${current ? ' selected' : ''}${ofSelected ? ' of-selected' : ''}`}
      role="row"
      tabIndex={-1}
      aria-rowindex={row + 1}
      aria-level={1}
      aria-expanded={expanded}
      aria-selected={current}
      aria-label={sentence(record, time, name)}
      style={{ top: `${top}px` }}
      onFocus={focusGrid}
      onClick={(event) => {
        if ((event.target as Element).closest('.twisty') === null) actions.choose(row);
        else actions.toggle(row);
      }}
      onDblClick={() => actions.open(row)}
    >
      <div class="log-line" role="presentation">
        <span class={`twisty codicon codicon-chevron-${expanded ? 'down' : 'right'}`} />
        <span class="log-time" role="gridcell">
          {time}
        </span>
        <span class={`log-level ${level}`} role="gridcell">
          {severityWord(record)}
        </span>
        <span class="log-service" role="gridcell">
          <span class="mark" style={{ backgroundColor: colourOf(props) }} />
          <span class="log-service-name">{record.service}</span>
        </span>
        <span class="log-body" role="gridcell">
          <Marked text={firstLine(record.body) || '(empty)'} needle={props.needle} />
        </span>
        <span class="log-span" role="gridcell" title={span < 0 ? 'Its span is not in this trace' : undefined}>
          {record.spanId !== undefined && span < 0 ? 'unknown span' : name}
        </span>
      </div>
      {expanded && <Details {...props} />}
    </div>
  );
});

function colourOf({ palette, model, record, span }: LogRowProps): string {
  const { columns, colourOf: colours } = model;
  const text = span < 0 ? columns.strings.indexOf(record.service) : (columns.service[span] as number);
  return palette[(colours[text] ?? 0) % palette.length] as string;
}

function Details({ record, detailHeight }: LogRowProps) {
  return (
    <div class="log-details" role="gridcell" style={{ height: `${detailHeight}px` }}>
      {hasLongBody(record) && <pre class="log-text">{record.body}</pre>}
      <dl>
        {attributesOf(record).map(([key, value]) => (
          <div key={key}>
            <dt title={key}>{key}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function attributesOf({ attributes, scope }: LogRecord): (readonly [string, string])[] {
  const rows = attributes.map(({ key, value }) => [key, attributeText(value)] as const);
  return scope === '' ? rows : [...rows, ['scope', scope]];
}

function hasLongBody({ body }: LogRecord): boolean {
  return firstLine(body) !== body || body.length > 60;
}

/** Height of what is shown below an expanded record, pixels: known before it is drawn, so that nothing jumps. */
export function detailHeight(record: LogRecord, width: number, rowHeight: number): number {
  const scale = rowHeight / 22;
  const room = Math.max(80, width - (detailIndent + 24) * scale);
  const characters = Math.floor(room / (rowHeight * characterShare));
  const lines = hasLongBody(record) ? Math.min(mostBodyLines, wrappedLines(record.body, characters)) : 0;
  const body = lines === 0 ? 0 : Math.ceil(lines * rowHeight * 0.82) + 8;
  const attributes = Math.max(attributesOf(record).length, lines === 0 ? 1 : 0);
  return body + attributes * rowHeight + detailPadding;
}

function sentence(record: LogRecord, time: string, span: string): string {
  return [severityWord(record), firstLine(record.body), time, record.service, span === '' ? '' : `in ${span}`]
    .filter((part) => part !== '')
    .join(', ');
}
