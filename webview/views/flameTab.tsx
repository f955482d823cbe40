import { useComputed, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { lineOfSpan } from '../layout/lineOfSpan.ts';
import type { ScrollGeometry } from '../layout/virtualScroll.ts';
import { type KeyTargets, runKey } from '../state/keys.ts';
import { spanSentence } from '../state/spanSentence.ts';
import { FlameCanvas } from './flame/flameCanvas.tsx';
import { FlameHeaders } from './flame/flameHeaders.tsx';
import { connectFlamePointer } from './flame/flamePointer.ts';
import { FlameTooltip } from './flame/flameTooltip.tsx';
import { Minimap, Ruler } from './overview.tsx';
import type { Page } from './page.ts';
import { type ElementRef, useScrollInStep } from './scrollInStep.ts';
import { useTakeFocus } from './takeFocus.ts';

/** The tab "Flame": spans in lanes by service, over the same time as the waterfall. */
export function FlameTab({ page }: { readonly page: Page }) {
  if (page.view.model.value?.columns.count !== 0) return <Flame page={page} />;
  return (
    <div class="empty">
      <p role="status">This trace has no spans.</p>
    </div>
  );
}

function Flame({ page }: { readonly page: Page }) {
  const { flame } = page;
  const scroller = useRef<HTMLDivElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  useSize(page, scroller, layer);
  useScrolling(page, scroller, spacer);
  useGestures(page, layer);
  useTakeFocus(scroller);
  const isMeasured = useComputed(() => flame.size.value.height > 0);
  useSignalEffect(() => flame.keepPlace());
  useSignalEffect(() => {
    // A selection that was made elsewhere brings its lane into view.
    if (page.view.cursor.value === undefined || !isMeasured.value) return;
    queueMicrotask(() => flame.revealLane(flame.selected.peek()));
  });
  const { width } = flame.size.value;
  const scale = flame.scale.value;
  return (
    <section class="flame" aria-label="Flame chart">
      <div class="flame-head">
        <Minimap page={page} width={width} scaleWidth={scale.width} />
        <Ruler scale={scale} width={width} />
      </div>
      <div
        class="flame-scroller"
        role="application"
        aria-roledescription="flame chart"
        aria-label="Spans by service and time. Arrow keys left and right go through a lane, up to the parent, down to the first child; Enter shows details."
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys itself.
        tabIndex={0}
        ref={scroller}
        onFocus={(event) => {
          flame.focused.value = event.target === event.currentTarget;
        }}
        onBlur={() => {
          flame.focused.value = false;
        }}
        onKeyDown={(event) => {
          if (event.target === event.currentTarget && runFlameKey(page, event)) event.preventDefault();
        }}
      >
        <div class="flame-spacer" ref={spacer}>
          <div class="flame-layer" ref={layer}>
            <FlameCanvas page={page} />
            <FlameHeaders page={page} />
          </div>
        </div>
      </div>
      <Spoken page={page} />
      <FlameTooltip page={page} />
      <footer class="footer" aria-hidden="true">
        <div class="footer-facts" />
        <div class="footer-keys">
          <span>← → in the lane</span>
          <span>↑ parent</span>
          <span>↓ first child</span>
          <span>+ − zoom</span>
          <span>Enter details</span>
          <span>F12 code</span>
          <span>? all keys</span>
        </div>
      </footer>
    </section>
  );
}

/** The selected span for those who hear it: a canvas says nothing of itself. */
function Spoken({ page }: { readonly page: Page }) {
  const { flame, view } = page;
  const sentence = useComputed(() => {
    const model = view.model.value;
    const span = flame.selected.value;
    if (model === undefined || span < 0 || !flame.focused.value) return '';
    return spanSentence(model, span, lineOfSpan(model.columns, span, view.lines.value));
  });
  return (
    <p class="spoken" aria-live="polite">
      {sentence}
    </p>
  );
}

function runFlameKey(page: Page, event: KeyboardEvent): boolean {
  const { flame, view } = page;
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const plain = !(ctrlKey || metaKey || altKey);
  if (plain && shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight'))
    flame.pan(key === 'ArrowLeft' ? -80 : 80);
  else if (plain && !shiftKey && flame.move(key)) return true;
  else if (plain && (key === '+' || key === '=')) flame.zoomBy(1 / 1.5);
  else if (plain && key === '-') flame.zoomBy(1.5);
  else if (key === 'PageDown' || key === 'PageUp') {
    flame.position.value = flame.top.value + (key === 'PageDown' ? 1 : -1) * flame.size.value.height * 0.9;
  } else if (key === '/' || (key === 'f' && (ctrlKey || metaKey))) {
    view.tab.value = 'waterfall';
    setTimeout(() => page.keys.focusFind());
  } else return runKey(event, flameKeys(page));
  return true;
}

/** What keys do here that in the rows depend on which row is in view. */
function flameKeys(page: Page): KeyTargets {
  const { flame, view, host } = page;
  const report = (error: unknown): void => console.error(error);
  const spanId = (): ReturnType<NonNullable<typeof view.model.value>['idOf']> | undefined =>
    flame.selected.value < 0 ? undefined : view.model.value?.idOf(flame.selected.value);
  return {
    ...page.keys,
    openCode: (how) => {
      const id = spanId();
      if (id !== undefined) void host.rpc.remote.openCode({ spanId: id, how }).catch(report);
    },
    showDetails: () => {
      const id = spanId();
      if (id !== undefined) void host.rpc.remote.showDetails({ spanId: id }).catch(report);
    },
  };
}

function useSize({ flame }: Page, scroller: ElementRef, layer: ElementRef): void {
  useEffect(() => {
    const element = scroller.current as HTMLElement;
    const sticky = layer.current as HTMLElement;
    const measure = (): void => {
      flame.size.value = { width: element.clientWidth, height: element.clientHeight };
      sticky.style.height = `${element.clientHeight}px`;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(sticky);
    measure();
    return () => observer.disconnect();
  }, [flame, scroller, layer]);
}

function useGestures({ flame, tooltip }: Page, layer: ElementRef): void {
  useEffect(() => {
    tooltip.value = undefined;
    const stop = connectFlamePointer(layer.current as HTMLElement, {
      zoomAt: (x, factor) => flame.zoomAt(x, factor),
      pan: (pixels) => flame.pan(pixels),
      scrollBy: (pixels) => {
        flame.position.value = flame.top.value + pixels;
      },
      hover: (at, { clientX: x, clientY: y }) => {
        const span = at === undefined ? -1 : flame.spanAt(at.x, at.y);
        if (span !== (flame.hovered.value?.span ?? -1))
          flame.hovered.value = span < 0 ? undefined : { span, x, y };
      },
      select: (x, y) => {
        const span = flame.spanAt(x, y);
        if (span >= 0) flame.select(span);
      },
      zoomTo: (x, y) => {
        const span = flame.spanAt(x, y);
        if (span >= 0) flame.zoomTo(span);
      },
    });
    return () => {
      stop();
      flame.hovered.value = undefined;
    };
  }, [flame, layer, tooltip]);
}

function useScrolling({ flame }: Page, scroller: ElementRef, spacer: ElementRef): void {
  const { position, top } = flame;
  const scrolled = useMemo(() => ({ position, top, geometry: () => geometryOf(flame) }), [flame]);
  useScrollInStep(scrolled, scroller, spacer);
}

function geometryOf({ bands, size }: Page['flame']): ScrollGeometry {
  return { content: bands.value?.content ?? 0, viewport: size.value.height };
}
