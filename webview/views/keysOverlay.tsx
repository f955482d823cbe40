import { useEffect, useRef } from 'preact/hooks';
import { keyBindings } from '../state/keys.ts';
import type { Page } from './page.ts';

/** All keys of the rows. Takes the keyboard while it is open and gives it back. */
export function KeysOverlay({ page }: { readonly page: Page }) {
  const overlay = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = overlay.current;
    dialog?.showModal();
    // Gives the focus back where it was, at once: later it would take it from what was opened in between.
    return () => dialog?.close();
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
