import { expect, test } from 'vitest';
import type { Site } from '../../../../src/shared/site.ts';
import { filePathRung } from '../../../../src/source/filePathRung.ts';
import { pathHintsOf } from '../../../../src/source/paths/pathHints.ts';
import { SiteResolver } from '../../../../src/source/siteResolver.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { pictureOf, siteOf } from '../pictures.ts';

const names = ['index', 'app', 'db/pool', 'api/http/server'];
const texts = Object.fromEntries(
  ['pay', 'orders', 'mail'].flatMap((service) =>
    [...names, `${service}Only`, `${service}Tools`].map((name) => [`/w/${service}/src/${name}.ts`, 'one\n']),
  ),
);
const own = (service: string, folder: string): Site[] =>
  [...names, `${folder}Only`, `${folder}Tools`].map((name) =>
    siteOf({ filePath: `/app/src/${name}.ts`, line: 1 }, { service }),
  );
const sites = [...own('one', 'pay'), ...own('two', 'orders'), ...own('three', 'mail')];

/** Sites in the order given, each asked once, and all of them again in the end. */
async function placed(order: readonly Site[]): Promise<string> {
  const resolver = new SiteResolver({ files: new MemoryFiles(texts), rungs: async () => [filePathRung] });
  for (const site of order) await resolver.resolve(site);
  const lines = await Promise.all(
    sites.map(
      async (site) => `${site.service} ${site.code.filePath}: ${pictureOf(await resolver.resolve(site))}`,
    ),
  );
  resolver.dispose();
  return `\n${lines.join('\n').replaceAll(' code.file.path ', ' ')}\n`;
}

test('what the paths of a service say together is the same, whatever order they come in', async () => {
  const picture = await placed(sites);
  expect(picture).toMatchInlineSnapshot(`
    "
    one /app/src/index.ts: /w/pay/src/index.ts:1 high
    one /app/src/app.ts: /w/pay/src/app.ts:1 high
    one /app/src/db/pool.ts: /w/pay/src/db/pool.ts:1 high
    one /app/src/api/http/server.ts: /w/pay/src/api/http/server.ts:1 high
    one /app/src/payOnly.ts: /w/pay/src/payOnly.ts:1 high
    one /app/src/payTools.ts: /w/pay/src/payTools.ts:1 high
    two /app/src/index.ts: /w/orders/src/index.ts:1 high
    two /app/src/app.ts: /w/orders/src/app.ts:1 high
    two /app/src/db/pool.ts: /w/orders/src/db/pool.ts:1 high
    two /app/src/api/http/server.ts: /w/orders/src/api/http/server.ts:1 high
    two /app/src/ordersOnly.ts: /w/orders/src/ordersOnly.ts:1 high
    two /app/src/ordersTools.ts: /w/orders/src/ordersTools.ts:1 high
    three /app/src/index.ts: /w/mail/src/index.ts:1 high
    three /app/src/app.ts: /w/mail/src/app.ts:1 high
    three /app/src/db/pool.ts: /w/mail/src/db/pool.ts:1 high
    three /app/src/api/http/server.ts: /w/mail/src/api/http/server.ts:1 high
    three /app/src/mailOnly.ts: /w/mail/src/mailOnly.ts:1 high
    three /app/src/mailTools.ts: /w/mail/src/mailTools.ts:1 high
    "
  `);
  expect(await placed([...sites].reverse())).toBe(picture);
  expect(await placed(sites.map((_, index) => sites[(index * 7) % sites.length] as Site))).toBe(picture);
});

test('answers that a later path makes surer are told to be old', async () => {
  const resolver = new SiteResolver({ files: new MemoryFiles(texts), rungs: async () => [filePathRung] });
  const told: string[] = [];
  resolver.onDidChange((keys) => told.push(...keys));
  const [index, , , , only, tools] = own('one', 'pay') as [Site, Site, Site, Site, Site, Site];
  const other = siteOf({ filePath: '/app/src/index.ts', line: 1 }, { service: 'else' });
  await resolver.resolve(other);
  expect(pictureOf(await resolver.resolve(index)).split('\n')).toHaveLength(3);
  await resolver.resolve(only);
  expect(told.some((key) => key.includes('index.ts'))).toBe(true);
  expect(told.some((key) => key.includes('else'))).toBe(false);
  expect(pictureOf(await resolver.resolve(index))).toBe('/w/pay/src/index.ts:1 code.file.path medium');
  await resolver.resolve(tools);
  expect(pictureOf(await resolver.resolve(index))).toBe('/w/pay/src/index.ts:1 code.file.path high');
  resolver.dispose();
});

test('a lesson is forgotten when it does not hold any more', async () => {
  const files = new MemoryFiles(texts);
  const resolver = new SiteResolver({ files, rungs: async () => [filePathRung] });
  const [index, , , , only] = own('one', 'pay') as [Site, Site, Site, Site, Site];
  const picture = async () => pictureOf(await resolver.resolve(index));
  await resolver.resolve(only);
  expect(await picture()).toBe('/w/pay/src/index.ts:1 code.file.path medium');
  await files.save('/w/mail/src/payOnly.ts', 'one\n');
  await resolver.resolve(only);
  expect((await picture()).split('\n')).toHaveLength(3);
  resolver.dispose();
});

test('the hints that a site has', () => {
  const evidence = {
    'process.working_directory': '/srv',
    'logfire.code.work_dir': '/srv/app',
    'logfire.code.root_path': 'backend',
    'vscode.workspace.folder': '/w',
    'code.module.name': 'shop_api::orders',
    'spanline.code.source': '/w/target/classes/',
  };
  expect(pathHintsOf(siteOf({ namespace: 'com.acme.Foo' }, { service: 's', evidence }))).toEqual({
    service: 's',
    directories: ['/srv', '/srv/app', '/w'],
    workspaceFolder: '/w',
    rootPath: 'backend',
    typeName: 'com.acme.Foo',
    crate: 'shop_api',
    codeSource: '/w/target/classes/',
  });
  expect(pathHintsOf(siteOf({ functionName: 'a.b' }))).toEqual({
    service: '',
    directories: [],
    typeName: 'a.b',
  });
});
