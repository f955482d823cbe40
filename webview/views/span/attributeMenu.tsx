import { useLayoutEffect, useRef } from 'preact/hooks';
import type { OpenMenu, SpanPanel } from '../../state/spanPanel.ts';
import { attributeActions } from './attributeActions.ts';
import { keyText } from './attributeToolbar.tsx';

/** The menu of the attribute that was clicked with the other button, or by the menu key. */
export function AttributeMenu({ panel }: { readonly panel: SpanPanel }) {
  const menu = panel.menu.value;
  return menu === undefined ? null : <Menu panel={panel} menu={menu} />;
}

function Menu({ panel, menu }: { readonly panel: SpanPanel; readonly menu: OpenMenu }) {
  const list = useRef<HTMLDivElement>(null);
  const close = (): void => {
    panel.menu.value = undefined;
  };
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    place(element, menu);
    element.querySelector<HTMLElement>('button')?.focus();
    addEventListener('scroll', close, true);
    addEventListener('resize', close);
    return () => {
      removeEventListener('scroll', close, true);
      removeEventListener('resize', close);
    };
  }, [menu]);
  return (
    <div
      ref={list}
      class="menu"
      role="menu"
      aria-label={`Actions on ${menu.row.key}`}
      onKeyDown={(event) => moveInMenu(event, () => back(menu, close))}
      onFocusOut={(event) => {
        if (!(event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)) close();
      }}
    >
      {attributeActions(menu.row, panel.asSent.value).map((action) => (
        <button
          type="button"
          role="menuitem"
          class="menu-item"
          key={action.title}
          tabIndex={-1}
          onClick={() => {
            back(menu, close);
            action.run(panel);
          }}
        >
          <span>{action.title}</span>
          <span class="menu-key">{keyText(action.key)}</span>
        </button>
      ))}
    </div>
  );
}

function back({ from }: OpenMenu, close: () => void): void {
  close();
  from.focus();
}

/** Beside where it was asked for, and wholly on the page. */
function place(element: HTMLElement, { x, y }: OpenMenu): void {
  const { width, height } = element.getBoundingClientRect();
  element.style.left = `${Math.max(0, Math.min(x, innerWidth - width - 4))}px`;
  element.style.top = `${Math.max(0, Math.min(y, innerHeight - height - 4))}px`;
}

function moveInMenu(event: KeyboardEvent, close: () => void): void {
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')];
  const place = items.indexOf(event.target as HTMLElement);
  if (event.key === 'Escape' || event.key === 'Tab') close();
  else if (event.key === 'ArrowDown') items[(place + 1) % items.length]?.focus();
  else if (event.key === 'ArrowUp') items.at(place - 1)?.focus();
  else if (event.key === 'Home') items[0]?.focus();
  else if (event.key === 'End') items.at(-1)?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
