import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../../src/shared/duration.ts';
import { type RulerTimes, scaleTicks } from '../layout/ticks.ts';
import type { Gap, TimeFolds } from '../layout/timeFolds.ts';
import { TimeScale } from '../layout/timeScale.ts';
import { paintMinimap } from '../paint/minimapPainter.ts';
import { ColumnHeads } from './columnHeads.tsx';
import { ColumnPicker } from './columnPicker.tsx';
import { timeItems } from './moreMenu.ts';
import type { Page } from './page.ts';

/** Above the rows: titles of the tree and of the columns, and over the timeline the minimap and the ruler. */
export function Overview({ page }: { readonly page: Page }) {
  const { view } = page;
  const width = view.timelineWidth.value;
  return (
    <div class="overview">
      <div class="tree-title">
        <span>Span</span>
        <ColumnPicker page={page} />
      </div>
      <ColumnHeads page={page} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the pointer alone; the header's menu has the same. */}
      <div
        class="time-head"
        style={{ width: `${width}px` }}
        onContextMenu={(event) => {
          event.preventDefault();
          const { clientX: x, clientY: y } = event;
          view.menu.value = { label: 'Times', items: timeItems(page), x, y, from: undefined };
        }}
      >
        <Minimap page={page} width={width} scaleWidth={view.scaleWidth.value} folds={view.timeFolds.value} />
        <Ruler scale={view.scale.value} width={width} times={view.rulerTimes.value} />
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
  /** Gaps that are drawn short. */
  readonly folds?: TimeFolds | undefined;
}

/** The whole trace, with the visible window in it; drag to zoom, double-click to fit. */
export function Minimap({ page, width, scaleWidth, folds }: MinimapProps) {
  const { view, moves } = page;
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useSignal<{ from: number; to: number } | undefined>(undefined);
  const model = view.model.value;
  const theme = view.theme.value;
  const waits = view.tab.value === 'waterfall' && view.told.value === 'rows';
  useLayoutEffect(() => {
    if (canvas.current === null || model === undefined || waits) return;
    paintMinimap(canvas.current, model, theme, scaleWidth, width, folds);
  }, [model, theme, scaleWidth, width, folds, waits]);
  if (model === undefined) return null;
  const scale = new TimeScale(model.whole, scaleWidth, folds);
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

/** Brings a time into the middle, at the zoom that is on. */
function centre({ view, moves }: Page, nano: number): void {
  const { scale } = view;
  moves.panBy(scale.value.x(nano) - scale.value.width / 2);
}

interface RulerProps {
  readonly scale: TimeScale;
  readonly width: number;
  /** What times are told by; from the trace's start where it is missing. */
  readonly times?: RulerTimes | undefined;
}

/** Times over a timeline that is `width` pixels wide. */
export function Ruler({ scale, width, times }: RulerProps) {
  const room = (times?.spacing ?? 0) > 100 ? 88 : 56;
  return (
    <div class="ruler" aria-hidden="true">
      {scaleTicks(scale, times).map(({ nano, label }) => {
        const x = Math.round(scale.x(nano));
        return (
          <span
            key={nano}
            class={x > width - room ? 'tick unlabelled' : 'tick'}
            style={{ transform: `translateX(${x}px)` }}
          >
            {label}
          </span>
        );
      })}
      {scale.folds?.gaps.map((gap) => (
        <FoldedGap key={gap.startNano} scale={scale} gap={gap} />
      ))}
    </div>
  );
}

/** Where the ruler leaves time out, it says how much. */
function FoldedGap({ scale, gap }: { readonly scale: TimeScale; readonly gap: Gap }) {
  const left = Math.round(scale.x(gap.startNano));
  const width = Math.round(scale.x(gap.endNano)) - left;
  const text = formatDuration(gap.endNano - gap.startNano);
  return (
    <span
      class="folded-gap"
      title={`Nothing ran for ${text}`}
      style={{ left: `${left}px`, width: `${width}px` }}
    >
      ≈
    </span>
  );
}
