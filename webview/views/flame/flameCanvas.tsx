import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ticks } from '../../layout/ticks.ts';
import { FlamePainter, type FlameScene } from '../../paint/flamePainter.ts';
import type { Page } from '../page.ts';

/** The one canvas with the lanes in view; painted once a frame, and only when something changed. */
export function FlameCanvas({ page }: { readonly page: Page }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<FlamePainter | undefined>(undefined);
  const frame = useRef(0);
  const paint = (): void => {
    frame.current = 0;
    const scene = sceneOf(page);
    if (canvas.current === null || scene === undefined) return;
    painter.current ??= new FlamePainter(canvas.current);
    painter.current.paint(scene);
  };
  const request = (): void => {
    if (frame.current === 0) frame.current = requestAnimationFrame(paint);
  };
  useSignalEffect(() => {
    // Read here, so that a change of any of it asks for a frame.
    const scene = sceneOf(page);
    if (scene !== undefined && canvas.current !== null) {
      canvas.current.style.width = `${scene.width}px`;
      canvas.current.style.height = `${scene.height}px`;
    }
    request();
  });
  useEffect(() => {
    // The error icon is a glyph of this font, which the canvas does not wait for.
    void document.fonts.load('12px codicon').then(request);
    return () => cancelAnimationFrame(frame.current);
  }, []);
  return <canvas class="flame-canvas" ref={canvas} />;
}

function sceneOf({ flame, view }: Page): FlameScene | undefined {
  const lanes = flame.lanes.value;
  const bands = flame.bands.value;
  if (lanes === undefined || bands === undefined) return undefined;
  const scale = flame.scale.value;
  return {
    ...lanes,
    bands,
    top: flame.top.value,
    width: flame.size.value.width,
    height: flame.size.value.height,
    scale,
    ticks: ticks(scale.window, scale.width),
    theme: view.theme.value,
    selected: flame.selected.value,
    hovered: flame.hovered.value?.span ?? -1,
    focused: flame.focused.value,
  };
}
