import { useRef } from 'preact/hooks';
import type { TableColumn } from '../layout/tableColumns.ts';
import type { Page } from './page.ts';
import { focusRows } from './takeFocus.ts';

/** Titles of the columns between tree and timeline; each can be moved, resized and removed. */
export function ColumnHeads({ page }: { readonly page: Page }) {
  return (
    <>
      {page.view.tableColumns.value.map((column) => (
        <ColumnHead key={column.key} page={page} column={column} />
      ))}
    </>
  );
}

interface HeadProps {
  readonly page: Page;
  readonly column: TableColumn;
}

function ColumnHead({ page, column }: HeadProps) {
  const { display } = page;
  const { key, title, width } = column;
  const words = `Column ${title}. Arrow keys move it, with Shift they resize it, Delete removes it.`;
  return (
    <div class="column-head" style={{ width: `${width}px` }}>
      <button
        type="button"
        class="column-title"
        title={words}
        aria-label={words}
        onKeyDown={(event) => {
          if (!runHeadKey(page, key, event)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        {title}
      </button>
      <button
        type="button"
        class="column-remove codicon codicon-close"
        title={`Remove the column ${title}`}
        aria-label={`Remove the column ${title}`}
        onClick={() => display.removeColumn(key)}
      />
      <Resizer page={page} column={column} />
    </div>
  );
}

/** Whether the key does something with a column. */
function runHeadKey({ display }: Page, column: string, { key, shiftKey }: KeyboardEvent): boolean {
  if (key === 'Delete' || key === 'Backspace') {
    display.removeColumn(column);
    focusRows();
    return true;
  }
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return false;
  const by = key === 'ArrowLeft' ? -1 : 1;
  if (shiftKey) display.widenColumn(column, by);
  else display.moveColumn(column, by);
  return true;
}

/** The right edge of a column, to be dragged; for the pointer alone, the title does the same by keys. */
function Resizer({ page, column }: HeadProps) {
  const from = useRef<{ readonly x: number; readonly width: number } | undefined>(undefined);
  return (
    <div
      class="column-resizer"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width: column.width };
      }}
      onPointerMove={(event) => {
        if (from.current === undefined) return;
        page.display.setColumnWidth(column.key, from.current.width + event.clientX - from.current.x);
      }}
      onPointerUp={() => {
        from.current = undefined;
      }}
    />
  );
}
