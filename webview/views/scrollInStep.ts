import { type ReadonlySignal, type Signal, useComputed, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { contentTop, elementHeight, type ScrollGeometry, scrollTopFor } from '../layout/virtualScroll.ts';

export type ElementRef = { readonly current: HTMLDivElement | null };

/** What is scrolled. */
export interface Scrolled {
  /** Where the view is wanted, pixels; written when the user scrolls. */
  readonly position: Signal<number>;
  /** Where it can be. */
  readonly top: ReadonlySignal<number>;
  /** Read in a computation. */
  geometry(): ScrollGeometry;
}

/**
 * Keeps a scroller and a position in step, in both directions. What was last read or written is remembered: asking
 * the element again would force a layout in every frame. `scrolled` is the same object in each render.
 */
export function useScrollInStep(scrolled: Scrolled, scroller: ElementRef, spacer: ElementRef): void {
  const known = useRef({ height: -1, scrollTop: 0 });
  const geometry = useComputed(() => scrolled.geometry());
  useSignalEffect(() => {
    const height = elementHeight(geometry.value);
    const scrollTop = scrollTopFor(scrolled.top.value, geometry.value);
    if (scroller.current === null || spacer.current === null) return;
    if (height !== known.current.height) spacer.current.style.height = `${height}px`;
    known.current.height = height;
    if (Math.abs(scrollTop - known.current.scrollTop) < 1) return;
    scroller.current.scrollTop = scrollTop;
    known.current.scrollTop = scrollTop;
  });
  useEffect(() => {
    const element = scroller.current as HTMLElement;
    const onScroll = (): void => {
      const { scrollTop } = element;
      // An event of what the page itself wrote may come after the next move, which has not been written yet.
      if (Math.abs(scrollTop - known.current.scrollTop) < 1) return;
      known.current.scrollTop = scrollTop;
      const top = contentTop(scrollTop, geometry.value);
      // What the page itself set comes back rounded; taking that over would make the rows shiver.
      if (Math.abs(top - scrolled.top.value) >= 1) scrolled.position.value = top;
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scrolled, scroller, geometry]);
}
