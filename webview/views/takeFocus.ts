import { useEffect } from 'preact/hooks';

/**
 * When VS Code gives the page the keyboard, and nothing in it has it yet, this element takes it; but not back from a list
 * that VS Code has opened before the page heard of it.
 */
export function useTakeFocus(element: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const take = (): void => {
      if (document.hasFocus() && document.activeElement === document.body) element.current?.focus();
    };
    take();
    window.addEventListener('focus', take);
    return () => window.removeEventListener('focus', take);
  }, [element]);
}

/** For rows: one that is pressed gives the focus to its grid, which has the keys. */
export function focusGrid({ currentTarget }: FocusEvent): void {
  const row = currentTarget as Element;
  row.closest<HTMLElement>('[role=grid], [role=treegrid]')?.focus({ preventScroll: true });
}

/** Gives the keyboard to the rows of the waterfall, where they are on show. */
export function focusRows(): void {
  document.querySelector<HTMLElement>('.rows')?.focus();
}
