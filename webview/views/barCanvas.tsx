import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ticks } from '../layout/ticks.ts';
import { BarPainter, type BarScene } from '../paint/barPainter.ts';
import { allExpanded } from '../state/folds.ts';
import type { ViewState } from '../state/viewState.ts';
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
    const scene = sceneOf(page.view);
    if (scene !== undefined) painter.current.paint(scene);
  };
  const request = (): void => {
    if (frame.current === 0) frame.current = requestAnimationFrame(paint);
  };
  useSignalEffect(() => {
    // Read here, so that a change of any of it asks for a frame.
    const scene = sceneOf(page.view);
    if (scene !== undefined && canvas.current !== null) {
      canvas.current.style.width = `${scene.width}px`;
      canvas.current.style.height = `${scene.height}px`;
    }
    request();
  });
  useEffect(() => {
    // The error icon is a glyph of this font, which the canvas does not wait for.
    void document.fonts.load('14px codicon').then(request);
    return () => cancelAnimationFrame(frame.current);
  }, []);
  return <canvas class="bars" ref={canvas} />;
}

function sceneOf(view: ViewState): BarScene | undefined {
  const model = view.model.value;
  if (model === undefined) return undefined;
  const scale = view.scale.value;
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
    ticks: ticks(scale.window, scale.width),
    theme: view.theme.value,
    cursorRow: view.cursorRow.value,
    focused: view.focused.value,
  };
}
