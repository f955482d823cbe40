import { hitTest } from '../layout/hitTest.ts';
import { barEnd, barStart } from '../state/rowContent.ts';
import type { Page } from './page.ts';
import { openRowMenu } from './rowMenu.ts';

/** Pixels of movement from which on a press is a drag. */
const dragFrom = 4;
const zoomPerPixel = 1.0025;
const tooltipMillis = 350;

/**
 * Turns the pointer's gestures over the rows into moves: wheel to scroll, with Ctrl or Alt to zoom, with Shift
 * or sideways to pan; drag to pan; click to select, fold or follow a link; double-click to zoom to a bar.
 * Returns what takes it all back.
 */
export function connectPointer(page: Page, element: HTMLElement): () => void {
  const pointer = new RowPointer(page, element);
  const ends = [
    listen(element, 'wheel', (event) => pointer.wheel(event), { passive: false }),
    listen(element, 'pointerdown', (event) => pointer.down(event)),
    listen(element, 'pointermove', (event) => pointer.move(event)),
    listen(element, 'pointerup', () => pointer.up()),
    listen(element, 'pointercancel', () => pointer.up()),
    listen(element, 'pointerleave', () => pointer.leave()),
    listen(element, 'contextmenu', (event) => pointer.menu(event)),
    listen(element, 'dblclick', (event) => pointer.doubleClick(event)),
  ];
  return () => {
    for (const end of ends) end();
    pointer.leave();
  };
}

function listen<K extends keyof HTMLElementEventMap>(
  element: HTMLElement,
  type: K,
  listener: (event: HTMLElementEventMap[K]) => void,
  options?: AddEventListenerOptions,
): () => void {
  element.addEventListener(type, listener, options);
  return () => element.removeEventListener(type, listener, options);
}

interface Drag {
  readonly id: number;
  readonly fromX: number;
  readonly fromY: number;
  x: number;
  y: number;
  moved: boolean;
}

class RowPointer {
  readonly #page: Page;
  readonly #element: HTMLElement;
  #drag: Drag | undefined;
  #tooltipTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Page, element: HTMLElement) {
    this.#page = page;
    this.#element = element;
  }

  wheel(event: WheelEvent): void {
    const { moves } = this.#page;
    this.#hideTooltip();
    if (event.ctrlKey || event.altKey || event.metaKey) {
      moves.zoomAt(this.#timelineX(event), zoomPerPixel ** pixelsOf(event, event.deltaY));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      moves.panBy(pixelsOf(event, event.deltaX === 0 ? event.deltaY : event.deltaX));
    } else {
      return;
    }
    event.preventDefault();
  }

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#hideTooltip();
    const row = rowOf(event);
    if (row >= 0) this.#press(event, row);
    if (this.#timelineX(event) < 0) return;
    const { clientX: x, clientY: y, pointerId: id } = event;
    this.#drag = { id, fromX: x, fromY: y, x, y, moved: false };
  }

  #press(event: PointerEvent, row: number): void {
    const { moves } = this.#page;
    const target = event.target as Element;
    if (target.closest('.twisty') !== null) {
      moves.selectRow(row);
      moves.toggle(row);
    } else if (target.closest('[data-line]') !== null) {
      moves.selectRow(row);
      this.#page.openCode(row, event.altKey ? 'peek' : 'beside');
    } else {
      moves.selectRow(row);
    }
  }

  move(event: PointerEvent): void {
    if (this.#drag === undefined) this.#hover(event);
    else this.#pull(this.#drag, event);
  }

  #pull(drag: Drag, event: PointerEvent): void {
    if (!drag.moved && Math.hypot(event.clientX - drag.fromX, event.clientY - drag.fromY) < dragFrom) return;
    if (!drag.moved) this.#element.setPointerCapture(drag.id);
    drag.moved = true;
    this.#page.moves.panBy(drag.x - event.clientX);
    this.#page.moves.scrollTo(this.#page.view.top.value + drag.y - event.clientY);
    drag.x = event.clientX;
    drag.y = event.clientY;
  }

  up(): void {
    this.#drag = undefined;
  }

  leave(): void {
    this.#hideTooltip();
    if (this.#drag?.moved !== true) this.#drag = undefined;
  }

  /** The key for menus comes here too, with no place of its own; it is bound like other keys. */
  menu(event: MouseEvent): void {
    event.preventDefault();
    const row = rowOf(event);
    if (row < 0 || event.button !== 2) return;
    this.#hideTooltip();
    this.#page.moves.selectRow(row);
    openRowMenu(this.#page, row, { x: event.clientX, y: event.clientY });
  }

  doubleClick(event: MouseEvent): void {
    const row = rowOf(event);
    if (row < 0 || (event.target as Element).closest('.twisty') !== null) return;
    if (this.#isOnBar(event, row)) this.#page.moves.zoomToRow(row);
    else if (this.#timelineX(event) < 0) this.#page.moves.toggle(row);
  }

  #hover(event: PointerEvent): void {
    const row = rowOf(event);
    const isWanted = row >= 0 && (this.#timelineX(event) < 0 || this.#isOnBar(event, row));
    if (!isWanted) this.#hideTooltip();
    else if (this.#page.tooltip.value?.row !== row) this.#showTooltip(row, event.clientX, event.clientY);
  }

  #showTooltip(row: number, x: number, y: number): void {
    const { tooltip } = this.#page;
    const show = (): void => {
      tooltip.value = { row, x, y };
    };
    clearTimeout(this.#tooltipTimer);
    if (tooltip.value !== undefined) show();
    else this.#tooltipTimer = setTimeout(show, tooltipMillis);
  }

  #hideTooltip(): void {
    clearTimeout(this.#tooltipTimer);
    this.#page.tooltip.value = undefined;
  }

  #isOnBar(event: MouseEvent, row: number): boolean {
    const { model, rows, scale } = this.#page.view;
    const entry = rows.value.entry[row];
    if (model.value === undefined || entry === undefined) return false;
    const left = scale.value.x(barStart(model.value, entry));
    const right = Math.max(left + 1, scale.value.x(barEnd(model.value, entry)));
    return hitTest(this.#timelineX(event), row, left, right).kind === 'bar';
  }

  /** Pixels from the left edge of the timeline column; negative over the tree. */
  #timelineX(event: MouseEvent): number {
    const { left } = this.#element.getBoundingClientRect();
    return event.clientX - left - this.#page.view.timelineLeft.value;
  }
}

function rowOf(event: MouseEvent): number {
  const row = (event.target as Element).closest<HTMLElement>('[data-row]');
  return row === null ? -1 : Number(row.dataset['row']);
}

/** Wheels report pixels, lines or pages. */
function pixelsOf(event: WheelEvent, delta: number): number {
  if (event.deltaMode === WheelEvent.DOM_DELTA_LINE) return delta * 22;
  return event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? delta * 400 : delta;
}
