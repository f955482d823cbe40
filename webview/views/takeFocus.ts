import { useEffect } from 'preact/hooks';

/** When VS Code gives the page the keyboard, and nothing in it has it yet, this element takes it. */
export function useTakeFocus(element: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const take = (): void => {
      if (document.activeElement === document.body) element.current?.focus();
    };
    if (document.hasFocus()) take();
    window.addEventListener('focus', take);
    return () => window.removeEventListener('focus', take);
  }, [element]);
}
