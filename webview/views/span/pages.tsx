import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';

/** Entries of a list at first, and by how many more it grows: thousands at once would stop the page for seconds. */
const page = 100;

/** The part of a list that is shown, and the button that shows more of it. */
export function usePages<T>(items: readonly T[]): readonly [readonly T[], JSX.Element | null] {
  const most = useSignal(page);
  const more = items.length - most.value;
  if (more <= 0) return [items, null];
  const button = (
    <button
      type="button"
      class="link"
      onClick={() => {
        most.value += page;
      }}
    >
      Show {Math.min(more, page)} of {more.toLocaleString('en-US')} more
    </button>
  );
  return [items.slice(0, most.value), button];
}
