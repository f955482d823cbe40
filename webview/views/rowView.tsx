import { Component } from 'preact';
import type { PlaceKind } from '../../src/shared/placement.ts';
import type { TableColumn } from '../layout/tableColumns.ts';
import type { RowContent } from '../state/rowContent.ts';
import { Marked } from './marked.tsx';

interface RowProps {
  readonly id: string;
  readonly row: number;
  /** Pixels from the beginning of the chunk. */
  readonly top: number;
  readonly content: RowContent;
  readonly columns: readonly TableColumn[];
  /** Texts of the columns' cells, one a line. */
  readonly cells: string;
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

  override render({
    id,
    row,
    top,
    content,
    columns,
    cells,
    colour,
    indent,
    step,
    selected,
    needle,
  }: RowProps) {
    const { twisty } = content;
    return (
      <div
        id={id}
        class={`row ${content.kind} ${selected ? 'selected' : ''}`}
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
        <div class="tree-cell" role="gridcell" aria-colindex={1}>
          <span class="guides" style={{ width: `${indent}px`, backgroundSize: `${step}px 100%` }} />
          <span class={`twisty codicon ${twistyIcons[twisty]}`} />
          <Mark kind={content.kind} colour={colour} />
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
        {cells !== '' && columns.length > 0 && <Cells columns={columns} texts={cells.split('\n')} />}
        <div class="time-cell" role="gridcell" aria-colindex={2 + columns.length} />
      </div>
    );
  }
}

/** The service's colour; a missing parent has no service. */
function Mark({ kind, colour }: { readonly kind: RowContent['kind']; readonly colour: string }) {
  if (kind === 'orphans') return <span class="missing codicon codicon-debug-disconnect" />;
  return <span class="mark" style={{ backgroundColor: colour }} />;
}

interface CellsProps {
  readonly columns: readonly TableColumn[];
  readonly texts: readonly string[];
}

function Cells({ columns, texts }: CellsProps) {
  return (
    <>
      {columns.map(({ key, width }, k) => (
        <div
          key={key}
          class={key.startsWith('span:') ? 'cell figure' : 'cell'}
          role="gridcell"
          aria-colindex={k + 2}
          title={texts[k] ?? ''}
          style={{ width: `${width}px` }}
        >
          {texts[k] ?? ''}
        </div>
      ))}
    </>
  );
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
