import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../../src/shared/duration.ts';
import { lineOfSpan } from '../layout/lineOfSpan.ts';
import { lineWords } from '../layout/lineText.ts';
import { spanOf } from '../layout/rows.ts';
import { durationOf, nameOf } from '../state/rowContent.ts';
import { missesParent, type TraceModel } from '../state/traceModel.ts';
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
  const { columns } = model;
  const note = columns.strings[columns.note[span] as number] as string;
  const line = lineOfSpan(columns, span, view.lines.value);
  return (
    <div class="tooltip" role="tooltip" ref={element}>
      <b>{nameOf(model, entry)}</b>
      <span class="muted">{columns.strings[columns.service[span] as number]}</span>
      {note !== '' && <p class={columns.status[span] === 2 ? 'note error' : 'note'}>{note}</p>}
      {missesParent(columns, span) && <p class="note">Its parent has not come, or is not in this trace.</p>}
      <dl>
        {figures(model, entry, span).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {line !== undefined && <span class="muted">{lineWords(line.kind, line.path)}</span>}
    </div>
  );
}

function figures(model: TraceModel, entry: number, span: number): [string, string][] {
  const { columns, selfNano, path } = model;
  const figures: [string, string][] = [
    [entry < 0 ? 'Sum' : 'Duration', formatDuration(durationOf(model, entry))],
    ['Starts at', formatDuration(columns.start[span] as number)],
  ];
  if (entry < 0) return figures;
  figures.splice(1, 0, ['Self', formatDuration(selfNano()[span] as number)]);
  const critical = path.total[span] as number;
  if (critical > 0) figures.push(['Critical', formatDuration(critical)]);
  return figures;
}

/** Below and right of the pointer, or on the other side of it where there is no room. */
function place(element: HTMLElement, x: number, y: number): void {
  const { width, height } = element.getBoundingClientRect();
  const left = x + offset + width > innerWidth ? Math.max(4, x - offset - width) : x + offset;
  const top = y + offset + height > innerHeight ? Math.max(4, y - offset - height) : y + offset;
  element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
