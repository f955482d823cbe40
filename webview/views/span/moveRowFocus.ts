/** Moves the focus from a row to another one of the panel, or into what can be done with it; false for other keys. */
export function moveRowFocus(event: KeyboardEvent): boolean {
  const row = event.currentTarget as HTMLElement;
  switch (event.key) {
    case 'ArrowDown':
      return focusRow(row, (place) => place + 1);
    case 'ArrowUp':
      return focusRow(row, (place) => Math.max(0, place - 1));
    case 'Home':
      return focusRow(row, () => 0);
    case 'End':
      return focusRow(row, (_, count) => count - 1);
    case 'ArrowRight':
      row.querySelector<HTMLElement>('.actions button')?.focus();
      return true;
    default:
      return false;
  }
}

/** Rows of all open sections are one list for the arrow keys. */
function focusRow(row: HTMLElement, place: (own: number, count: number) => number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('.attribute')];
  rows[Math.min(place(rows.indexOf(row), rows.length), rows.length - 1)]?.focus();
  return true;
}
