import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import {
  colors,
  commands,
  contextKeys,
  linkCommands,
  settings,
  views,
  waterfallViewType,
} from '../../../src/shared/manifest.ts';

const root = resolve(import.meta.dirname, '../../..');
const text = readFileSync(resolve(root, 'package.json'), 'utf8');
const strings = JSON.parse(readFileSync(resolve(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;

test('commands are the same in package.json and in the code', () => {
  expect(sorted(contributes.commands.map(({ command }) => command))).toEqual(sorted(Object.values(commands)));
});

test('menus, keys and welcome texts run commands that exist', () => {
  const known = new Set<string>([...Object.values(commands), ...Object.values(linkCommands)]);
  const menus = Object.values(contributes.menus).flat();
  const used = [...menus, ...contributes.keybindings].map(({ command }) => command);
  const linked = Object.values(strings).flatMap((value) => [...value.matchAll(/\(command:([\w.]+)\)/g)]);
  const unknown = [...used, ...linked.map((match) => match[1] ?? '')].filter(
    (command) => !known.has(command),
  );
  expect(unknown).toEqual([]);
});

test('settings and their defaults are the same in package.json and in the code', () => {
  const properties = Object.assign({}, ...contributes.configuration.map((section) => section.properties));
  const defaults = Object.entries(properties as Record<string, { default: unknown }>).map(
    ([id, property]) => [id, property.default] as const,
  );
  expect(Object.fromEntries(defaults)).toEqual(settings);
});

test('every setting of the collector, of what it keeps and forwards, of launches and of paths is closed to untrusted workspaces', () => {
  const collector = Object.keys(settings).filter((id) =>
    /^spanline\.(?:collector\.|launch\.|pathMappings|sampling\.|forwards|runs\.)/.test(id),
  );
  expect(sorted(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)).toEqual(
    sorted(collector),
  );
});

test('views and colours are the same in package.json and in the code', () => {
  const contributed = Object.values(contributes.views).flatMap((own) => own.map(({ id }) => id));
  expect(sorted(contributed)).toEqual(sorted(Object.values(views)));
  expect(sorted(contributes.colors.map(({ id }) => id))).toEqual(sorted(Object.values(colors)));
});

test('conditions use context keys, views and ids that exist', () => {
  const known = new Set<string>([...Object.values(contextKeys), ...Object.values(views), waterfallViewType]);
  const conditions = [...text.matchAll(/"(?:when|enablement)": "([^"]*)"/g)].map((match) => match[1] ?? '');
  const used = conditions.flatMap((condition) => condition.match(/spanline\.[\w.]+/g) ?? []);
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((name) => !known.has(name))).toEqual([]);
});

test('every text stands in package.nls.json, and none is left over', () => {
  const used = [...text.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? '');
  expect(sorted(new Set(used))).toEqual(sorted(Object.keys(strings)));
});

test('every picture is there', () => {
  const pictures = [...text.matchAll(/"(media\/[^"]+)"/g)].map((match) => match[1] ?? '');
  expect(pictures.length).toBeGreaterThan(0);
  expect(pictures.filter((picture) => !existsSync(resolve(root, picture)))).toEqual([]);
});

interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly keybindings: readonly { readonly command: string }[];
    readonly configuration: readonly { readonly properties: object }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly colors: readonly { readonly id: string }[];
  };
}

function sorted(names: Iterable<string>): string[] {
  return [...names].sort();
}
