import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../../src/collector/readConfig.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spanline-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const forward = { name: 'tempo', protocol: 'otlp/http', endpoint: 'http://localhost:3200' };

test('variables are put into the values of headers, and nowhere else', () => {
  const path = write({
    maxSpans: 10,
    unknown: 1,
    forwards: [
      {
        ...forward,
        name: variable('TOKEN'),
        headers: { authorization: `Bearer ${variable('TOKEN')}`, b: variable('EMPTY') },
      },
    ],
  });
  expect(readConfig(path, { TOKEN: 'hidden $& value', EMPTY: '' })).toEqual({
    settings: {
      maxSpans: 10,
      forwards: [
        { ...forward, name: variable('TOKEN'), headers: { authorization: 'Bearer hidden $& value', b: '' } },
      ],
    },
    warnings: [`${path}: unknown is no setting that Spanline knows.`],
  });
});

test('every problem is said at once, with its key', () => {
  const path = write({ maxSpans: 0, forwards: [{ ...forward, headers: { a: variable('MISSING') } }, 7] });
  expect(() => readConfig(path, {})).toThrow(`${path} cannot be used.
forwards[0].headers.a names the environment variable MISSING, which is not set.
maxSpans must be a whole number from 1 to 1000000000.
forwards[1] must be an object.`);
});

test('a file that is missing or no JSON is a sentence, and shows nothing of what it holds', () => {
  expect(() => readConfig(join(folder, 'none'), {})).toThrow(
    /^The file of --config, .*none, cannot be read: ENOENT/,
  );
  const path = join(folder, 'broken.json');
  writeFileSync(path, '{"forwards":[{"headers":{"authorization":"hidden" ');
  expect(() => readConfig(path, {})).toThrow(`The file of --config, ${path}, cannot be read: it is no JSON.`);
});

test.each([['"text"'], ['[]'], ['{"forwards":{}}'], ['{"forwards":[[]]}']])('%s is refused', (text) => {
  const path = join(folder, 'shape.json');
  writeFileSync(path, text);
  expect(() => readConfig(path, {})).toThrow('cannot be used');
});

function variable(name: string): string {
  return `\${env:${name}}`;
}

function write(settings: unknown): string {
  const path = join(folder, 'config.json');
  writeFileSync(path, `\uFEFF${JSON.stringify(settings)}`);
  return path;
}
