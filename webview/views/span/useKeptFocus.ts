import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the focus within an element when what had it is gone, as rows are that the next span does not have: by
 * itself it would fall back to the page, and the next key would do nothing.
 */
export function useKeptFocus(element: { readonly current: HTMLElement | null }): void {
  const had = useRef(false);
  useLayoutEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    // What VS Code has opened meanwhile keeps the keyboard.
    if (isLost && had.current && document.hasFocus()) element.current?.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    // An element that is removed loses its focus without an event; only one that leaves for elsewhere has one.
    const came = (): void => {
      had.current = true;
    };
    const left = (event: FocusEvent): void => {
      had.current = event.relatedTarget !== null || !document.hasFocus() ? false : had.current;
    };
    const own = element.current;
    own?.addEventListener('focusin', came);
    own?.addEventListener('focusout', left);
    return () => {
      own?.removeEventListener('focusin', came);
      own?.removeEventListener('focusout', left);
    };
  }, [element]);
}
