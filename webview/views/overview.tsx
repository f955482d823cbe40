import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { ticks } from '../layout/ticks.ts';
import { TimeScale } from '../layout/timeScale.ts';
import { paintMinimap } from '../paint/minimapPainter.ts';
import type { Page } from './page.ts';

/** Above the rows: the title of the tree column, and over the timeline the minimap and the ruler. */
export function Overview({ page }: { readonly page: Page }) {
  const { view } = page;
  return (
    <div class="overview">
      <div class="tree-title">Span</div>
      <div class="time-head" style={{ width: `${view.timelineWidth.value}px` }}>
        <Minimap page={page} width={view.timelineWidth.value} scaleWidth={view.scaleWidth.value} />
        <Ruler scale={view.scale.value} width={view.timelineWidth.value} />
      </div>
    </div>
  );
}

/** Drags shorter than this are clicks: pixels. */
const dragFrom = 4;

interface MinimapProps {
  readonly page: Page;
  /** Pixels, and those that the whole trace fills. */
  readonly width: number;
  readonly scaleWidth: number;
}

/** The whole trace, with the visible window in it; drag to zoom, double-click to fit. */
export function Minimap({ page, width, scaleWidth }: MinimapProps) {
  const { view, moves } = page;
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useSignal<{ from: number; to: number } | undefined>(undefined);
  const model = view.model.value;
  const theme = view.theme.value;
  useLayoutEffect(() => {
    if (canvas.current === null || model === undefined) return;
    paintMinimap(canvas.current, model, theme, scaleWidth, width);
  }, [model, theme, scaleWidth, width]);
  if (model === undefined) return null;
  const scale = new TimeScale(model.whole, scaleWidth);
  const x = (event: PointerEvent): number =>
    event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
  const finish = (): void => {
    const dragged = drag.value;
    drag.value = undefined;
    if (dragged === undefined) return;
    const [from, to] = [Math.min(dragged.from, dragged.to), Math.max(dragged.from, dragged.to)];
    if (to - from >= dragFrom) moves.showWindow({ start: scale.nano(from), end: scale.nano(to) });
    else if (view.window.value !== undefined) centre(page, scale.nano(from));
  };
  const { window } = view.scale.value;
  const shown = drag.value ?? { from: scale.x(window.start), to: scale.x(window.end) };
  const [left, right] = [Math.min(shown.from, shown.to), Math.max(shown.from, shown.to)];
  const isPart = drag.value !== undefined || view.window.value !== undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the pointer alone; keys zoom in the rows.
    <div
      class="minimap"
      title="Drag to zoom, double-click to fit"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.value = { from: x(event), to: x(event) };
      }}
      onPointerMove={(event) => {
        if (drag.value !== undefined) drag.value = { ...drag.value, to: x(event) };
      }}
      onPointerUp={finish}
      onPointerCancel={() => {
        drag.value = undefined;
      }}
      onDblClick={() => moves.fit()}
    >
      <canvas ref={canvas} />
      {isPart && (
        <>
          <div class="shade" style={{ left: '0', width: `${Math.max(0, left)}px` }} />
          <div class="shade" style={{ left: `${right}px`, right: '0' }} />
          <div class="visible" style={{ left: `${left}px`, width: `${Math.max(2, right - left)}px` }} />
        </>
      )}
    </div>
  );
}

function centre({ view, moves }: Page, nano: number): void {
  const { window } = view.scale.value;
  const half = (window.end - window.start) / 2;
  moves.showWindow({ start: nano - half, end: nano + half });
}

/** Times over a timeline that is `width` pixels wide. */
export function Ruler({ scale, width }: { readonly scale: TimeScale; readonly width: number }) {
  return (
    <div class="ruler" aria-hidden="true">
      {ticks(scale.window, scale.width).map(({ nano, label }) => {
        const x = Math.round(scale.x(nano));
        return (
          <span
            key={nano}
            class={x > width - 56 ? 'tick unlabelled' : 'tick'}
            style={{ transform: `translateX(${x}px)` }}
          >
            {label}
          </span>
        );
      })}
    </div>
  );
}
