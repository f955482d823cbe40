import { useEffect, useRef } from 'preact/hooks';
import { keyBindings } from '../state/keys.ts';
import type { Page } from './page.ts';

/** All keys of the rows. Takes the keyboard while it is open and gives it back. */
export function KeysOverlay({ page }: { readonly page: Page }) {
  const overlay = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = overlay.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // What was opened in between has the focus, and keeps it.
      const isLost = document.activeElement === document.body || dialog?.contains(document.activeElement);
      if (isLost === true && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const close = (): void => {
    page.view.keysShown.value = false;
  };
  return (
    <dialog
      class="keys"
      ref={overlay}
      aria-label="Keys"
      onClose={close}
      onClick={close}
      onKeyDown={(event) => {
        if (event.key === '?' || event.key === 'Enter') close();
      }}
    >
      <h2>Keys</h2>
      <dl>
        {keyBindings.map(({ shown, does }) => (
          <div key={shown}>
            <dt>{shown}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
