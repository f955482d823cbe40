import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programFacts } from '../../../src/launch/programFacts.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'spanline-facts-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

test('the files of a directory say how its program is launched', async () => {
  await write('node/package.json', '{\n  "name": "@acme/orders",\n}');
  await write(
    'django/manage.py',
    'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
  );
  await write('go/go.mod', 'module github.com/acme/orders\n');
  await write('go/cmd/api/main.go', 'package main\n');
  await write('java/pom.xml', '<project/>');
  await write('plain/notes.txt', '');
  expect(await factsOf('node')).toEqual({ name: 'orders' });
  expect(await factsOf('django')).toEqual({ name: 'django', djangoSettings: 'shop.settings' });
  expect(await factsOf('go/cmd/api')).toEqual({ name: 'api', goModule: join(root, 'go') });
  expect(await factsOf('java')).toEqual({});
  expect(await factsOf('plain')).toEqual({ name: 'plain' });
});

function factsOf(folder: string): ReturnType<typeof programFacts> {
  return programFacts(join(root, folder));
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
