import type { Page } from './page.ts';

const least = 0.15;
const most = 0.85;
const keyStep = 0.02;

/** Moves the border between tree and timeline, by dragging or with the arrow keys; double-click puts it back. */
export function Splitter({ page }: { readonly page: Page }) {
  const { view } = page;
  const set = (share: number): void => {
    view.split.value = Math.min(most, Math.max(least, share));
  };
  return (
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-label="Width of the tree column"
      aria-orientation="vertical"
      aria-valuenow={Math.round(view.split.value * 100)}
      aria-valuemin={least * 100}
      aria-valuemax={most * 100}
      style={{ left: `${view.treeWidth.value - 3}px` }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const { left } = (event.currentTarget.parentElement as HTMLElement).getBoundingClientRect();
        set((event.clientX - left) / view.size.value.width);
      }}
      onDblClick={() => set(0.46)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') set(view.split.value - keyStep);
        if (event.key === 'ArrowRight') set(view.split.value + keyStep);
      }}
    />
  );
}
