import { useComputed, useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { indentFor, indentOf } from '../layout/indent.ts';
import type { ScrollGeometry } from '../layout/virtualScroll.ts';
import { cellText } from '../state/cellTexts.ts';
import { runKey } from '../state/keys.ts';
import { type RowSource, rowContent } from '../state/rowContent.ts';
import { BarCanvas } from './barCanvas.tsx';
import type { Page } from './page.ts';
import { connectPointer } from './rowPointer.ts';
import { RowView } from './rowView.tsx';
import { type ElementRef, useScrollInStep } from './scrollInStep.ts';
import { useTakeFocus } from './takeFocus.ts';
import { slotsFor } from './virtualRows.tsx';

/** Rows are placed from the beginning of their chunk, so that no coordinate grows too large for layout. */
const chunk = 1024;

/**
 * The tree column and the bars: a scroller whose content is as high as all rows, and in it one layer that
 * sticks to the view and holds the rows in sight. What is painted never runs behind what is scrolled.
 */
export function RowsView({ page }: { readonly page: Page }) {
  const { view } = page;
  const scroller = useRef<HTMLDivElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  useSize(page, scroller, layer);
  useScrolling(page, scroller, spacer);
  useEffect(() => connectPointer(page, scroller.current as HTMLElement), [page]);
  useTakeFocus(scroller);
  const cursor = view.cursorRow.value;
  return (
    <div
      class="rows"
      role="treegrid"
      tabIndex={0}
      ref={scroller}
      aria-label="Spans of the trace"
      aria-rowcount={view.rows.value.length}
      aria-colcount={2 + view.tableColumns.value.length}
      aria-activedescendant={isInView(page, cursor) ? rowId(cursor) : undefined}
      onFocus={() => {
        view.focused.value = true;
      }}
      onBlur={() => {
        view.focused.value = false;
      }}
      onKeyDown={(event) => {
        if (runKey(event, page.keys)) event.preventDefault();
      }}
    >
      <div class="rows-spacer" ref={spacer}>
        <div class="rows-layer" ref={layer}>
          <RowList page={page} />
          <BarCanvas page={page} />
        </div>
      </div>
    </div>
  );
}

function rowId(row: number): string {
  return `row-${row}`;
}

function isInView({ view }: Page, row: number): boolean {
  return row >= view.firstRow.value && row < view.endRow.value;
}

/** Only the rows in view; renders again when another row comes into view, not for every pixel. */
function RowList({ page }: { readonly page: Page }) {
  const { view } = page;
  const slide = useRef<HTMLDivElement>(null);
  const start = useComputed(() => view.firstRow.value - (view.firstRow.value % chunk));
  useSignalEffect(() => {
    const offset = start.value * view.rowHeight.value - view.top.value;
    if (slide.current !== null) slide.current.style.transform = `translateY(${offset}px)`;
  });
  return (
    <div class="rows-slide" role="rowgroup" ref={slide}>
      <Rows page={page} start={start.value} />
    </div>
  );
}

function Rows({ page, start }: { readonly page: Page; readonly start: number }) {
  const { view } = page;
  const model = view.model.value;
  const folds = view.folds.value;
  const [first, end] = [view.firstRow.value, view.endRow.value];
  const rows = view.rows.value;
  const withPath = view.told.value !== 'rows';
  const source = useMemo<RowSource | undefined>(
    () =>
      model && folds
        ? {
            model,
            rows,
            folds,
            filtered: view.isFiltered.value,
            showNoise: view.showNoise.value,
            shown: view.shown.value,
            withPath,
            lines: view.lines.value,
          }
        : undefined,
    [model, folds, rows, view.isFiltered.value, view.showNoise.value, withPath, view.lines.value],
  );
  const columns = view.tableColumns.value;
  if (source === undefined || model === undefined) return null;
  const { palette } = view.theme.value;
  const indent = indentFor(model.facts.deepest, shallowest(rows.depth, first, end), view.treeWidth.value);
  const needle = view.needles.value;
  const slots = slotsFor(end - first);
  const shown = [];
  for (let row = first; row < end; row++) {
    const content = rowContent(source, row);
    shown.push(
      <RowView
        key={row & (slots - 1)}
        id={rowId(row)}
        row={row}
        top={(row - start) * view.rowHeight.value}
        content={content}
        columns={columns}
        cells={cellsOf(page, row).join('\n')}
        colour={palette[content.colour % palette.length] as string}
        indent={indentOf(content.depth, indent)}
        step={indent.step}
        selected={row === view.cursorRow.value}
        needle={needle}
      />,
    );
  }
  return <>{shown}</>;
}

/** Texts of the columns' cells; a line break in a value would be taken for the end of a cell. */
function cellsOf({ view, attributes }: Page, row: number): string[] {
  const model = view.model.value;
  if (model === undefined) return [];
  const source = {
    model,
    rows: view.rows.value,
    timeMode: view.timeMode.value,
    attribute: (key: string) => attributes.column(key),
  };
  return view.tableColumns.value.map(({ key }) => cellText(source, row, key).replaceAll('\n', ' '));
}

function shallowest(depth: Uint32Array, first: number, end: number): number {
  let least = Number.MAX_SAFE_INTEGER;
  for (let row = first; row < end; row++) least = Math.min(least, depth[row] as number);
  return least;
}

function useSize({ view }: Page, scroller: ElementRef, layer: ElementRef): void {
  // Before the first picture, which then has the rows that fit.
  useLayoutEffect(() => {
    const element = scroller.current as HTMLElement;
    const sticky = layer.current as HTMLElement;
    const measure = (): void => {
      view.size.value = { width: element.clientWidth, rowsHeight: element.clientHeight };
      sticky.style.height = `${element.clientHeight}px`;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(sticky);
    measure();
    return () => observer.disconnect();
  }, [view, scroller, layer]);
}

function useScrolling({ view }: Page, scroller: ElementRef, spacer: ElementRef): void {
  const { position, top } = view;
  const scrolled = useMemo(() => ({ position, top, geometry: () => geometryOf(view) }), [view]);
  useScrollInStep(scrolled, scroller, spacer);
}

function geometryOf({ rows, rowHeight, size }: Page['view']): ScrollGeometry {
  return { content: rows.value.length * rowHeight.value, viewport: size.value.rowsHeight };
}
