import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../../src/shared/duration.ts';
import { spanFlags } from '../../src/shared/traceColumns.ts';
import { lineOfSpan } from '../layout/lineOfSpan.ts';
import { lineWords } from '../layout/lineText.ts';
import { spanOf } from '../layout/rows.ts';
import { startText } from '../state/cellTexts.ts';
import { durationOf, kindName, missingParent, nameOf } from '../state/rowContent.ts';
import { timeWords } from '../state/timeWords.ts';
import type { TraceModel } from '../state/traceModel.ts';
import type { Page } from './page.ts';

const offset = 14;

/** What a row says when the pointer rests on it. */
export function Tooltip({ page }: { readonly page: Page }) {
  const { view, tooltip } = page;
  const element = useRef<HTMLDivElement>(null);
  const at = tooltip.value;
  useLayoutEffect(() => {
    if (element.current !== null && at !== undefined) place(element.current, at.x, at.y);
  }, [at]);
  const model = view.model.value;
  const entry = at === undefined ? undefined : view.rows.value.entry[at.row];
  if (at === undefined || model === undefined || entry === undefined) return null;
  const span = spanOf(entry, model.groups);
  const kind = kindName(model, entry);
  const { columns } = model;
  const isAbout = kind === 'span' || kind === 'siblings';
  const note = isAbout ? (columns.strings[columns.note[span] as number] as string) : '';
  const line = isAbout ? lineOfSpan(columns, span, view.lines.value) : undefined;
  return (
    <div class="tooltip" role="tooltip" ref={element}>
      <b>{nameOf(model, entry)}</b>
      {kind !== 'orphans' && <span class="muted">{columns.strings[columns.service[span] as number]}</span>}
      {note !== '' && <p class={columns.status[span] === 2 ? 'note error' : 'note'}>{note}</p>}
      {explanation(model, entry) !== '' && <p class="explained">{explanation(model, entry)}</p>}
      <dl>
        {figures(page, model, at.row, entry).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {kind === 'span' && (
        <p class="explained">
          {timeWords(model, span).map((words) => (
            <span key={words}>{words}</span>
          ))}
        </p>
      )}
      {line !== undefined && <span class="muted">{lineWords(line.kind, line.path)}</span>}
    </div>
  );
}

function figures(page: Page, model: TraceModel, row: number, entry: number): [string, string][] {
  const { view, logCounts, attributes } = page;
  const source = {
    model,
    rows: view.rows.value,
    timeMode: view.timeMode.value,
    attribute: (key: string) => attributes.column(key),
  };
  const isSum = entry < 0 && kindName(model, entry) !== 'orphans';
  const starts = view.timeMode.value === 'sincePrevious' ? 'Since row above' : 'Starts at';
  const figures: [string, string][] = [
    [isSum ? 'Sum' : 'Duration', formatDuration(durationOf(model, entry))],
  ];
  if (entry >= 0) figures.push(['Self', formatDuration(model.selfNano()[entry] as number)]);
  figures.push([starts, startText(source, row)]);
  const logs = entry < 0 ? 0 : (logCounts.value?.[entry] ?? 0);
  if (logs > 0) figures.push(['Logs', logs.toLocaleString('en-US')]);
  if (entry >= 0 && hasLinks(model, entry)) figures.push(['Links', 'to other spans']);
  return figures;
}

function hasLinks({ columns }: TraceModel, span: number): boolean {
  return ((columns.flags[span] as number) & spanFlags.links) !== 0;
}

/** What a row that is no span stands for. */
function explanation(model: TraceModel, entry: number): string {
  switch (kindName(model, entry)) {
    case 'orphans':
      return `These spans name ${missingParent(model, entry)} as their parent. It has not come yet, was not recorded, or was sent elsewhere.`;
    case 'noise':
      return 'Health checks and internals of frameworks, folded by rule. Press i to show all of them.';
    default:
      return '';
  }
}

/** Below and right of the pointer, or on the other side of it where there is no room. */
function place(element: HTMLElement, x: number, y: number): void {
  const { width, height } = element.getBoundingClientRect();
  const left = x + offset + width > innerWidth ? Math.max(4, x - offset - width) : x + offset;
  const top = y + offset + height > innerHeight ? Math.max(4, y - offset - height) : y + offset;
  element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
