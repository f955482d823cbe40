import { Component } from 'preact';
import type { PlaceKind } from '../../src/shared/placement.ts';
import type { RowContent } from '../state/rowContent.ts';
import { Marked } from './marked.tsx';

interface RowProps {
  readonly id: string;
  readonly row: number;
  /** Pixels from the beginning of the chunk. */
  readonly top: number;
  readonly content: RowContent;
  readonly colour: string;
  readonly indent: number;
  readonly step: number;
  readonly selected: boolean;
  readonly needle: string;
}

/** One row of the tree column; its bar is on the canvas. Renders again only when something it shows changed. */
export class RowView extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return differs(this.props, next, ['content']) || differs(this.props.content, next.content, []);
  }

  override render({ id, row, top, content, colour, indent, step, selected, needle }: RowProps) {
    const { twisty } = content;
    return (
      <div
        id={id}
        class={selected ? 'row selected' : 'row'}
        role="row"
        data-row={row}
        aria-level={content.depth + 1}
        aria-posinset={content.place}
        aria-setsize={content.siblings}
        aria-rowindex={row + 1}
        aria-selected={selected}
        aria-expanded={twisty === 'none' ? undefined : twisty === 'open'}
        aria-label={content.sentence}
        style={{ top: `${top}px` }}
      >
        <div class="tree-cell" role="gridcell">
          <span class="guides" style={{ width: `${indent}px`, backgroundSize: `${step}px 100%` }} />
          <span class={`twisty codicon ${twistyIcons[twisty]}`} />
          <span class="mark" style={{ backgroundColor: colour }} />
          <span class="label">
            <span class="name">
              <Marked text={content.name} needle={needle} />
            </span>
            {content.service !== '' && (
              <span class="service">
                <Marked text={content.service} needle={needle} />
              </span>
            )}
            {content.problem !== '' && <span class="problem">{content.problem}</span>}
          </span>
          {content.line !== '' && <Line text={content.line} kind={content.lineKind} />}
        </div>
        <div class="time-cell" role="gridcell" />
      </div>
    );
  }
}

/** Where there is no room, the file's name is cut and never its line. */
function Line({ text, kind }: { readonly text: string; readonly kind: PlaceKind }) {
  const [, file = text, line = ''] = /^(.*?)(:\d+(?: \?)?)$/.exec(text) ?? [];
  return (
    <span class={`line ${kind}`} data-line>
      <span class="file">{file}</span>
      {line}
    </span>
  );
}

const twistyIcons = {
  none: '',
  open: 'codicon-chevron-down',
  closed: 'codicon-chevron-right',
} as const;

function differs(one: object, other: object, except: readonly string[]): boolean {
  const before = one as Record<string, unknown>;
  return Object.entries(other).some(([key, value]) => !except.includes(key) && before[key] !== value);
}
