import { expect, test } from 'vitest';
import { histogramText } from '../../../src/editor/histogramText.ts';
import { hoverText } from '../../../src/editor/hoverText.ts';
import { inlineCode, plainText } from '../../../src/editor/markdownText.ts';
import { placedOn, siteOf } from './siteOf.ts';

test('the hover shows figures, distribution, the spans worth a look, and why the line is here', () => {
  const site = {
    ...siteOf(7, {
      service: 'payments',
      name: 'POST bank',
      kind: 'client',
      count: 48,
      errors: 4,
      p50: 235,
      p95: 1100,
    }),
    histogram: [1, 8, 30, 4, 0, 5],
  };
  expect(readable(hoverText({ sites: [placedOn(19, site)] }))).toBe(
    `
**payments** \`POST bank\` · $(arrow-right) client

| calls | failed | p50 | p95 | p99 | max |
|---:|---:|---:|---:|---:|---:|
| 48 | 4 | 235 ms | 1.1 s | 1.1 s | 1.1 s |

235 ms \`▂▃█▂▁▃\` 1.1 s

[$(graph-line) Slowest](spanline.openSpan {"traceId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","spanId":"0000000000000007"}) \
[$(history) Latest](spanline.openSpan {"traceId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","spanId":"0000000000000007"}) \
[$(error) 4 failed](spanline.showSiteSpans {"sites":[7],"failedOnly":true}) \
[$(list-tree) All 48 spans](spanline.showSiteSpans {"sites":[7],"failedOnly":false})

$(info) Placed from code.line.number`.trim(),
  );
});

test('of many sites on a line three are shown, and all can be', () => {
  const text = hoverText({ sites: [1, 2, 3, 4, 5].map((id) => placedOn(1, siteOf(id))) });
  expect(text.split('---\n\n')).toHaveLength(4);
  expect(text).toContain('2 more kinds of spans come from this line. [Show all](command:');
});

test('an unsure placement and a changed line are said', () => {
  const placed = placedOn(1, siteOf(1), true);
  const unsure = { ...placed, placement: { ...placed.placement, confidence: 'medium' as const } };
  expect(hoverText({ sites: [unsure] })).toContain(
    '(confidence: medium) · $(warning) the code changed since',
  );
});

test('what a line threw stands before all, and what it called behind all, each on one line', () => {
  const called = [1, 2, 3, 4].map((id) => placedOn(1, siteOf(id, { name: `tcp ${id}`, count: id })));
  const { latest: span } = siteOf(9);
  const text = hoverText({
    sites: [],
    called,
    errors: [{ line: 1, text: 'Declined: *no*', ...(span && { span }) }],
  });
  expect(readable(text)).toBe(
    `
$(error) Threw \`Declined: *no*\` [Latest](spanline.openSpan {"traceId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","spanId":"0000000000000009"})

---

$(arrow-down) Called from here: \`tcp 4\` ×4, \`tcp 3\` ×3, \`tcp 2\` ×2 and 1 more [Show them](spanline.showSiteSpans {"sites":[4,3,2,1],"failedOnly":false})`.trim(),
  );
});

test('a line with nothing to say has no hover', () => {
  expect(hoverText({ sites: [] })).toBe('');
});

test('text of spans is never read as Markdown, HTML, a link or an icon', () => {
  const hostile = '`](command:x) <img src=x> $(sync~spin) **b**\n# h';
  expect(inlineCode(hostile)).toBe('`` `](command:x) <img src=x> $(sync~spin) **b** # h ``');
  expect(plainText(hostile)).not.toMatch(/[`[\]()<>$*#\n:]{1}(?!\d)/);
  expect(plainText('a:b')).toBe('a&#58;b');
});

test.each([
  [[], ''],
  [[0, 0], ''],
  [[1], '█'],
  [[0, 1, 100], '▁▂█'],
  [[1, 1, 1, 1, 4, 4], '▃▃█'],
])('the histogram of %j is drawn %s', (counts, picture) => {
  expect(histogramText(counts, 3)).toBe(picture);
});

/** The Markdown with its links and spaces written plainly. */
function readable(markdown: string): string {
  return markdown
    .replace(/command:([\w.]+)\?(\S+?)\)/g, (_, command, argument) => {
      const [value] = JSON.parse(decodeURIComponent(argument)) as [unknown];
      return `${command} ${JSON.stringify(value)})`;
    })
    .replace(/ &nbsp;·&nbsp; /g, ' · ')
    .replace(/ &nbsp; /g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&#46;', '.');
}
