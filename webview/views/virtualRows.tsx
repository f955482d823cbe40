import { type ReadonlySignal, type Signal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { RowHeights } from '../layout/rowHeights.ts';
import { contentTop, elementHeight, scrollTopFor } from '../layout/virtualScroll.ts';

/** Rows around those in view that are kept as well, so that fast scrolling shows no gap. */
const spare = 8;

/** A list of rows of which only those in view are in the page. */
export interface VirtualList {
  readonly heights: Signal<RowHeights>;
  /** Where among the rows the view is wanted, pixels. */
  readonly position: Signal<number>;
  /** Of the view, pixels. */
  readonly height: Signal<number>;
  readonly first: ReadonlySignal<number>;
  readonly end: ReadonlySignal<number>;
  /** Brings a row into view with the least movement. */
  reveal(row: number): void;
}

export function useVirtualList(heights: RowHeights): VirtualList {
  const current = useSignal(heights);
  if (current.peek() !== heights) current.value = heights;
  const position = useSignal(0);
  const height = useSignal(0);
  const top = useComputed(() =>
    Math.min(Math.max(position.value, 0), Math.max(0, current.value.content - height.value)),
  );
  const first = useComputed(() => Math.max(0, current.value.rowAt(top.value) - spare));
  const end = useComputed(() =>
    Math.min(current.value.count, current.value.rowAt(top.value + height.value) + 1 + spare),
  );
  const reveal = (row: number): void => {
    const from = current.value.topOf(row);
    const to = current.value.topOf(row + 1);
    const view = top.peek();
    if (from < view || to - from > height.value) position.value = from;
    else if (to > view + height.value) position.value = to - height.value;
  };
  return { heights: current, position, height, first, end, reveal };
}

interface VirtualRowsProps {
  readonly list: VirtualList;
  readonly class: string;
  readonly role: 'rowgroup' | 'presentation';
  /** Rows have a place of their own, `topOf` from where the slide begins, and not below each other. */
  readonly placed?: boolean;
  /** Rendered for the rows from `first` to before `end`. */
  readonly children: (first: number, end: number, topOf: (row: number) => number) => ComponentChildren;
}

/** Placed rows stand relative to the beginning of so many, so that scrolling moves none of them. */
const chunk = 1024;

/**
 * So many elements are shared by placed rows: one that leaves the view at one edge is used again at the other. A power
 * of two with room to spare, so that it changes with the height of the page only.
 */
export function slotsFor(rows: number): number {
  return 2 ** Math.ceil(Math.log2(rows + 3));
}

/** Scrolls the rows of a list; as high as all of them would be. */
export function VirtualRows({ list, class: className, role, placed = false, children }: VirtualRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const known = useRef(0);
  const geometry = useComputed(() => ({ content: list.heights.value.content, viewport: list.height.value }));
  useEffect(() => {
    const element = scroller.current as HTMLElement;
    const measure = (): void => {
      list.height.value = element.clientHeight;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [list.height]);
  useSignalEffect(() => {
    const scrollTop = scrollTopFor(list.position.value, geometry.value);
    if (scroller.current === null || Math.abs(scrollTop - known.current) < 1) return;
    scroller.current.scrollTop = scrollTop;
    known.current = scroller.current.scrollTop;
  });
  const first = list.first.value;
  const heights = list.heights.value;
  const start = placed ? first - (first % chunk) : first;
  // Where content is scrolled to scale, rows stand relative to the scroller's own position.
  const offset = known.current - contentTop(known.current, geometry.value) + heights.topOf(start);
  return (
    <div
      class={`virtual ${className}`}
      role={role}
      ref={scroller}
      onScroll={({ currentTarget }) => {
        // An event of what was written here may come after the next move, which has not been written yet.
        if (currentTarget.scrollTop === known.current) return;
        known.current = currentTarget.scrollTop;
        list.position.value = contentTop(currentTarget.scrollTop, geometry.value);
      }}
    >
      <div
        class="virtual-content"
        role="presentation"
        style={{ height: `${elementHeight(geometry.value)}px` }}
      >
        <div
          class="virtual-slide"
          role="presentation"
          style={{ transform: `translateY(${Math.max(0, offset)}px)` }}
        >
          {children(first, list.end.value, (row) => heights.topOf(row) - heights.topOf(start))}
        </div>
      </div>
    </div>
  );
}
