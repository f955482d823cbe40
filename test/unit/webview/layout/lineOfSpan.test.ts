import { expect, test } from 'vitest';
import type { SiteId } from '../../../../src/shared/ids.ts';
import type { PlaceKind } from '../../../../src/shared/placement.ts';
import { lineOfSpan } from '../../../../webview/layout/lineOfSpan.ts';
import { lineText } from '../../../../webview/layout/lineText.ts';

test("a caller's line is that of the nearest span above with a line of its own", () => {
  // 0 handler, 1 and 2 of one site, called from different handlers; 4 from nowhere.
  const columns = { parent: Int32Array.of(-1, 0, 3, -1, -1), site: Uint32Array.of(5, 6, 6, 7, 6) };
  const lines = new Map([line(5, 'own', 'a.ts:1'), line(6, 'caller', 'a.ts:1'), line(7, 'own', 'b.ts:2')]);
  const texts = [0, 1, 2, 3, 4].map((span) => {
    const found = lineOfSpan(columns, span, lines);
    return found && lineText(found);
  });
  expect(texts).toEqual(['a.ts:1', '↑ a.ts:1', '↑ b.ts:2', 'b.ts:2', undefined]);
});

function line(id: number, kind: PlaceKind, label: string) {
  const site = id as SiteId;
  return [site, { site, kind, label, path: label }] as const;
}
