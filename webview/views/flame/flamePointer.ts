/** What gestures over the lanes ask for; places are pixels of the lanes' upper left corner in view. */
export interface FlameGestures {
  zoomAt(x: number, factor: number): void;
  pan(pixels: number): void;
  scrollBy(pixels: number): void;
  /** `undefined`: the pointer is over nothing that is painted. */
  hover(at: { readonly x: number; readonly y: number } | undefined, event: MouseEvent): void;
  select(x: number, y: number): void;
  zoomTo(x: number, y: number): void;
}

/** Pixels of movement from which on a press is a drag. */
const dragFrom = 4;
const zoomPerPixel = 1.0025;

/**
 * Turns the pointer's gestures into what they ask for, the same as over the rows: wheel to scroll, with Ctrl or Alt
 * to zoom, with Shift or sideways to pan; drag to move; click to select, double-click to zoom to a span. Returns
 * what takes it all back.
 */
export function connectFlamePointer(element: HTMLElement, gestures: FlameGestures): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let drag: { x: number; y: number; fromX: number; fromY: number; moved: boolean } | undefined;
  const place = (event: MouseEvent): { x: number; y: number } => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const isOnButton = (event: Event): boolean => (event.target as Element).closest('button') !== null;
  const wheel = (event: WheelEvent): void => {
    gestures.hover(undefined, event);
    if (event.ctrlKey || event.altKey || event.metaKey) {
      gestures.zoomAt(place(event).x, zoomPerPixel ** pixelsOf(event, event.deltaY));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      gestures.pan(pixelsOf(event, event.deltaX === 0 ? event.deltaY : event.deltaX));
    } else return;
    event.preventDefault();
  };
  const move = (event: PointerEvent): void => {
    const at = place(event);
    if (drag === undefined) {
      gestures.hover(isOnButton(event) ? undefined : at, event);
      return;
    }
    if (!drag.moved && Math.hypot(at.x - drag.fromX, at.y - drag.fromY) < dragFrom) return;
    if (!drag.moved) element.setPointerCapture(event.pointerId);
    drag.moved = true;
    gestures.hover(undefined, event);
    gestures.pan(drag.x - at.x);
    gestures.scrollBy(drag.y - at.y);
    drag.x = at.x;
    drag.y = at.y;
  };
  const up = (event: PointerEvent): void => {
    if (drag !== undefined && !drag.moved) gestures.select(drag.fromX, drag.fromY);
    drag = undefined;
    if (element.hasPointerCapture(event.pointerId)) element.releasePointerCapture(event.pointerId);
  };
  element.addEventListener('wheel', wheel, { passive: false, signal });
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0 || isOnButton(event)) return;
      const { x, y } = place(event);
      drag = { x, y, fromX: x, fromY: y, moved: false };
    },
    { signal },
  );
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener(
    'pointercancel',
    () => {
      drag = undefined;
    },
    { signal },
  );
  element.addEventListener('pointerleave', (event) => gestures.hover(undefined, event), { signal });
  element.addEventListener(
    'dblclick',
    (event) => {
      const { x, y } = place(event);
      if (!isOnButton(event)) gestures.zoomTo(x, y);
    },
    { signal },
  );
  return () => ended.abort();
}

/** Wheels report pixels, lines or pages. */
function pixelsOf(event: WheelEvent, delta: number): number {
  if (event.deltaMode === WheelEvent.DOM_DELTA_LINE) return delta * 22;
  return event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? delta * 400 : delta;
}
