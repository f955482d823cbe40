import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MenuItem, OpenMenu } from '../state/openMenu.ts';
import type { Page } from './page.ts';

/** The menu that is up, if one is: arrows, letters, Enter and Escape as in any menu. */
export function Menu({ page }: { readonly page: Page }) {
  const menu = page.view.menu.value;
  return menu === undefined ? null : <MenuBox key={menu.label} page={page} menu={menu} />;
}

interface MenuProps {
  readonly page: Page;
  readonly menu: OpenMenu;
}

function MenuBox({ page, menu }: MenuProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current as HTMLDivElement;
    place(element, menu);
    itemsOf(element)[0]?.focus();
    const onPointer = (event: PointerEvent): void => {
      if (!element.contains(event.target as Node)) page.view.menu.value = undefined;
    };
    document.addEventListener('pointerdown', onPointer, true);
    return () => document.removeEventListener('pointerdown', onPointer, true);
  }, [menu, page]);
  const close = (): void => {
    page.view.menu.value = undefined;
    menu.from?.focus();
  };
  return (
    <div
      class="menu"
      role="menu"
      tabIndex={-1}
      aria-label={menu.label}
      ref={box}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape' || event.key === 'Tab') close();
        else if (!walk(itemsOf(event.currentTarget), event.key)) return;
        event.preventDefault();
      }}
      onContextMenu={(event) => event.preventDefault()}
      onFocusOut={(event) => {
        const to = event.relatedTarget;
        if (to instanceof Node && !event.currentTarget.contains(to)) page.view.menu.value = undefined;
      }}
    >
      {menu.items.map((item, index) => (
        <MenuLine key={index} item={item} close={close} />
      ))}
    </div>
  );
}

function MenuLine({ item, close }: { readonly item: MenuItem; readonly close: () => void }) {
  if (item.kind === 'separator') return <hr />;
  const { text, key, checked, disabled = false, run } = item;
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: with aria-checked the role is that of an item with a check.
    <button
      type="button"
      class="menu-item"
      role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
      aria-checked={checked}
      aria-disabled={disabled}
      tabIndex={-1}
      onPointerMove={(event) => event.currentTarget.focus()}
      onClick={() => {
        if (disabled) return;
        close();
        run();
      }}
    >
      <span class={`menu-check codicon ${checked === true ? 'codicon-check' : ''}`} />
      <span class="menu-text">{text}</span>
      {key !== undefined && (
        <span class="menu-key" aria-hidden="true">
          {key}
        </span>
      )}
    </button>
  );
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('.menu-item')];
}

/** Moves the focus; whether the key does that. */
function walk(items: readonly HTMLElement[], key: string): boolean {
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = target(items, at, key);
  to?.focus();
  return to !== undefined;
}

function target(items: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowDown') return items[(at + 1) % items.length];
  if (key === 'ArrowUp') return items.at(at <= 0 ? -1 : at - 1);
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const letter = key.toLowerCase();
  const behind = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return behind.find((item) =>
    item.querySelector('.menu-text')?.textContent?.toLowerCase().startsWith(letter),
  );
}

/** Below and right of its place, or moved to where it fits. */
function place(element: HTMLElement, { x, y, alignRight }: OpenMenu): void {
  const { width, height } = element.getBoundingClientRect();
  const left = alignRight === true ? x - width : x;
  element.style.left = `${Math.max(4, Math.min(left, innerWidth - width - 4))}px`;
  element.style.top = `${Math.max(4, Math.min(y, innerHeight - height - 4))}px`;
}

/** Shows a menu where an element is: below it, ending with it. */
export function openMenuBelow(
  page: Page,
  from: HTMLElement,
  label: string,
  items: readonly MenuItem[],
): void {
  const { right, bottom } = from.getBoundingClientRect();
  page.view.menu.value = { label, items, x: right, y: bottom + 2, alignRight: true, from };
}
