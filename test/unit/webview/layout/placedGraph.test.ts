import { expect, test } from 'vitest';
import type { PlacedGraph } from '../../../../webview/layout/graphDrawing.ts';
import type { GraphLink } from '../../../../webview/layout/graphLayers.ts';
import { moveInGraph } from '../../../../webview/layout/graphMoves.ts';
import { placeGraph } from '../../../../webview/layout/placedGraph.ts';

const sizes = { nodeWidth: 10, nodeHeight: 2, layerGap: 6, nodeGap: 1, linkHeight: 1, labelHeight: 1 };

test('callers stand left of what they call', () => {
  expect(picture('shop>cart cart>db shop>mail')).toMatchInlineSnapshot(`
    "
                 ···[cart    ]······[db      ]
              ···
    [shop    ]···
                 ···[mail    ]
    "
  `);
});

test('a link around a layer keeps its room there', () => {
  expect(picture('a>b b>c a>c')).toMatchInlineSnapshot(`
    "
              ······[b       ]·······
    [a       ]                      [c       ]
              ·······················
    "
  `);
});

test('a circle is cut where it is entered', () => {
  expect(layers('a>b b>c c>b')).toEqual(['a', 'b', 'c']);
  expect(layers('b>c c>b')).toEqual(['b', 'c']);
});

test('a call to itself takes no layer', () => {
  expect(layers('a>a a>b')).toEqual(['a', 'b']);
});

test('links that would cross are put in order', () => {
  const { placed, names } = place('a>x b>y a>z b>x');
  const y = (name: string): number => placed.nodes[names.indexOf(name)]?.y ?? Number.NaN;
  expect(y('a') < y('b')).toBe(y('z') < y('y'));
});

test('a graph without nodes has no size', () => {
  expect(placeGraph(0, [], sizes)).toEqual({ width: 0, height: 0, nodes: [], links: [] });
});

test('a chain of thousands of services is placed without recursion', () => {
  const links = Array.from({ length: 2000 }, (_, from) => ({ from, to: from + 1 }));
  expect(placeGraph(2001, links, sizes).nodes.at(-1)?.layer).toBe(2000);
});

test('arrow keys go along calls and from one to the next', () => {
  const { placed, links, names } = place('shop>cart shop>mail cart>db');
  let at = { kind: 'node', index: names.indexOf('shop') } as Parameters<typeof moveInGraph>[2];
  const way = ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowLeft'].map(
    (key) => {
      at = moveInGraph(placed, links, at, key) ?? at;
      const link = links[at.index];
      const name = at.kind === 'node' ? names[at.index] : link && `${names[link.from]} → ${names[link.to]}`;
      return `${key.slice(5)}: ${name}`;
    },
  );
  expect(way).toMatchInlineSnapshot(`
    [
      "Right: shop → cart",
      "Right: cart",
      "Down: mail",
      "Down: mail",
      "Left: shop → mail",
      "Up: shop → cart",
      "Left: shop",
    ]
  `);
});

/** `a>b b>c`: nodes in the order in which they are named. */
function place(text: string): { placed: PlacedGraph; links: GraphLink[]; names: string[] } {
  const names = [...new Set(text.split(/[ >]/))];
  const links = text.split(' ').map((link) => {
    const [from = '', to = ''] = link.split('>');
    return { from: names.indexOf(from), to: names.indexOf(to) };
  });
  return { placed: placeGraph(names.length, links, sizes), links, names };
}

/** The layers, with the nodes of each from top to bottom. */
function layers(text: string): string[] {
  const { placed, names } = place(text);
  const result: string[] = [];
  const order = placed.nodes
    .map((node, index) => ({ ...node, name: names[index] }))
    .sort((a, b) => a.y - b.y);
  for (const { layer, name } of order) result[layer] = [result[layer], name].filter(Boolean).join(' ');
  return result;
}

/** Nodes in brackets where they stand, links as dots. */
function picture(text: string): string {
  const { placed, names } = place(text);
  const rows = Math.ceil(placed.height) + 1;
  const cells = Array.from({ length: rows }, () => new Array<string>(placed.width).fill(' '));
  const put = (x: number, y: number, letters: string): void => {
    for (const [k, letter] of [...letters].entries()) {
      const row = cells[Math.round(y)];
      if (row !== undefined) row[Math.round(x) + k] = letter;
    }
  };
  for (const { points } of placed.links) {
    for (const [k, to] of points.slice(1).entries()) {
      const from = points[k] ?? to;
      for (let share = 0; share < 1; share += 0.02) {
        put(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y), '·');
      }
    }
  }
  for (const [index, { x, y }] of placed.nodes.entries()) {
    put(x, y + 1, `[${(names[index] ?? '').padEnd(sizes.nodeWidth - 2)}]`);
  }
  return cells.map((row) => row.join('').trimEnd()).join('\n');
}
