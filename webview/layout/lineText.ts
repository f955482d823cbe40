import type { PlaceKind } from '../../src/shared/placement.ts';

/** What a row says of a place, where there is little room: `charge.ts:19`, `↑ app.ts:3` for a caller's line. */
export function lineText({ kind, label }: { readonly kind: PlaceKind; readonly label: string }): string {
  if (kind === 'caller') return `↑ ${label}`;
  return kind === 'guess' ? `${label} ?` : label;
}

/** The same in words, for tooltips and those who hear it: `called from src/app.ts:3`. */
export function lineWords(kind: PlaceKind, label: string): string {
  switch (kind) {
    case 'caller':
      return `called from ${label}`;
    case 'file':
      return `somewhere in ${label}`;
    case 'guess':
      return `perhaps ${label}`;
    case 'own':
      return label;
  }
}
