/** Pixels of movement from which on a press is a drag. */
const dragFrom = 4;
const zoomPerPixel = 1.0025;

/**
 * Lets the pointer drag what is scrolled, and zoom with Ctrl or Alt and the wheel. A drag that began on a button
 * does not press it. Returns what takes it back.
 */
export function connectGraphPointer(element: HTMLElement, zoomBy: (factor: number) => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let from: { x: number; y: number; left: number; top: number; moved: boolean } | undefined;
  const wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.altKey && !event.metaKey) return;
    event.preventDefault();
    zoomBy(zoomPerPixel ** -event.deltaY);
  };
  const move = (event: PointerEvent): void => {
    if (from === undefined) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moved && Math.hypot(x, y) < dragFrom) return;
    if (!from.moved) element.setPointerCapture(event.pointerId);
    from.moved = true;
    element.scrollTo(from.left - x, from.top - y);
  };
  element.addEventListener('wheel', wheel, { passive: false, signal });
  element.addEventListener(
    'pointerdown',
    ({ button, clientX: x, clientY: y }) => {
      if (button === 0) from = { x, y, left: element.scrollLeft, top: element.scrollTop, moved: false };
    },
    { signal },
  );
  element.addEventListener('pointermove', move, { signal });
  const release = (): void => {
    // The click that ends a drag comes right after; it still has to be told from one that is meant.
    if (from?.moved !== true) from = undefined;
    else setTimeout(() => (from = undefined));
  };
  element.addEventListener('pointerup', release, { signal });
  element.addEventListener('pointercancel', release, { signal });
  element.addEventListener(
    'click',
    (event) => {
      if (from?.moved === true) event.stopPropagation();
    },
    { capture: true, signal },
  );
  return () => ended.abort();
}
