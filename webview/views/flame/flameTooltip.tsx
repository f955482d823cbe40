import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../../../src/shared/duration.ts';
import { lineOfSpan } from '../../layout/lineOfSpan.ts';
import { lineWords } from '../../layout/lineText.ts';
import { shownName } from '../../layout/shownName.ts';
import { missesParent, type TraceModel } from '../../state/traceModel.ts';
import type { Page } from '../page.ts';

const offset = 14;

/** What a span of the lanes says when the pointer is over it. */
export function FlameTooltip({ page }: { readonly page: Page }) {
  const { view, flame } = page;
  const element = useRef<HTMLDivElement>(null);
  const at = flame.hovered.value;
  const model = view.model.value;
  useLayoutEffect(() => {
    if (element.current !== null && at !== undefined) place(element.current, at.x, at.y);
  }, [at]);
  if (at === undefined || model === undefined || at.span >= model.columns.count) return null;
  const { columns } = model;
  const { span } = at;
  const note = columns.strings[columns.note[span] as number] as string;
  const line = lineOfSpan(columns, span, view.lines.value);
  return (
    <div class="tooltip" role="tooltip" ref={element}>
      <b>{shownName(columns.strings[columns.name[span] as number] as string)}</b>
      <span class="muted">{columns.strings[columns.service[span] as number]}</span>
      {note !== '' && <p class={columns.status[span] === 2 ? 'note error' : 'note'}>{note}</p>}
      {missesParent(columns, span) && <p class="note">Its parent has not come, or is not in this trace.</p>}
      <dl>
        {figures(model, span).map(([name, value]) => (
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

function figures({ columns, selfNano, path }: TraceModel, span: number): [string, string][] {
  const critical = path.total[span] as number;
  return [
    ['Duration', formatDuration(columns.duration[span] as number)],
    ['Self', formatDuration(selfNano()[span] as number)],
    ['Starts at', formatDuration(columns.start[span] as number)],
    ...(critical > 0 ? [['Critical', formatDuration(critical)] as [string, string]] : []),
  ];
}

/** Below and right of the pointer, or on the other side of it where there is no room. */
function place(element: HTMLElement, x: number, y: number): void {
  const { width, height } = element.getBoundingClientRect();
  const left = x + offset + width > innerWidth ? Math.max(4, x - offset - width) : x + offset;
  const top = y + offset + height > innerHeight ? Math.max(4, y - offset - height) : y + offset;
  element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
