import { expect, test } from 'vitest';
import { pageHtml } from '../../../src/views/pageHtml.ts';

const html = pageHtml({
  script: 'https://host/waterfall.js',
  style: 'https://host/waterfall.css',
  cspSource: 'https://host',
  nonce: 'abc',
  title: 'Waterfall',
});

test('a page may run its own script and load its own folder, and nothing else', () => {
  const policy = /content="(default-src[^"]*)"/.exec(html)?.[1]?.split('; ');
  expect(policy).toEqual([
    "default-src 'none'",
    "script-src 'nonce-abc'",
    "style-src https://host 'nonce-abc'",
    'font-src https://host',
    'img-src https://host data:',
  ]);
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain('<script nonce="abc" src="https://host/waterfall.js"></script>');
});
