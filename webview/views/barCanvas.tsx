import { effect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Gap } from '../layout/timeFolds.ts';
import { BarPainter, type BarScene } from '../paint/barPainter.ts';
import { allExpanded } from '../state/folds.ts';
import type { Told, ViewState } from '../state/viewState.ts';
import type { Page } from './page.ts';

/** The one canvas with the bars of all rows in view; painted once a frame, and only when something changed. */
export function BarCanvas({ page }: { readonly page: Page }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<BarPainter | undefined>(undefined);
  const frame = useRef(0);
  const paint = (): void => {
    frame.current = 0;
    if (canvas.current === null) return;
    painter.current ??= new BarPainter(canvas.current);
    const scene = sceneOf(page);
    if (scene === undefined) return;
    painter.current.paint(scene);
    tellRest(page.view);
  };
  const request = (): void => {
    if (frame.current === 0) frame.current = requestAnimationFrame(paint);
  };
  // A layout effect, so that the bars come in the frame in which the rows do.
  useLayoutEffect(
    () =>
      effect(() => {
        // Read here, so that a change of any of it asks for a frame.
        const scene = sceneOf(page);
        if (scene !== undefined && canvas.current !== null) {
          canvas.current.style.width = `${scene.width}px`;
          canvas.current.style.height = `${scene.height}px`;
        }
        request();
      }),
    [page],
  );
  useEffect(() => {
    // The error icon is a glyph of this font, which the canvas does not wait for.
    void document.fonts.load('14px codicon').then(request);
    return () => cancelAnimationFrame(frame.current);
  }, []);
  return <canvas class="bars" ref={canvas} />;
}

/** The first picture is there: now comes what was left out of it, with a frame between the two parts. */
function tellRest({ told, model }: ViewState): void {
  const next: Told | undefined = { rows: 'path' as const, path: 'all' as const, all: undefined }[told.peek()];
  const shown = model.peek();
  if (next === undefined) return;
  setTimeout(() => {
    if (model.peek() === shown) told.value = next;
  });
}

const noGaps: readonly Gap[] = [];

function sceneOf({ view, logCounts }: Page): BarScene | undefined {
  const model = view.model.value;
  if (model === undefined) return undefined;
  const scale = view.scale.value;
  const withPath = view.told.value !== 'rows';
  return {
    model,
    rows: view.rows.value,
    folds: view.folds.value ?? allExpanded(model),
    filtered: view.isFiltered.value,
    firstRow: view.firstRow.value,
    endRow: view.endRow.value,
    rowHeight: view.rowHeight.value,
    top: view.top.value,
    width: view.timelineWidth.value,
    height: view.size.value.rowsHeight,
    scale,
    ticks: view.ticks.value,
    withPath,
    gaps: withPath ? model.gaps() : noGaps,
    logs: logCounts.value,
    theme: view.theme.value,
    cursorRow: view.cursorRow.value,
    focused: view.focused.value,
  };
}
