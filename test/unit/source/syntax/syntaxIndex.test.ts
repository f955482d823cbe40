import { expect, test } from 'vitest';
import { Emitter } from '../../../../src/shared/event.ts';
import { newFacts } from '../../../../src/source/syntax/analyser.ts';
import type { FileFacts } from '../../../../src/source/syntax/fileFacts.ts';
import { SyntaxIndex } from '../../../../src/source/syntax/syntaxIndex.ts';
import type {
  FactsQuery,
  Scanned,
  ScanQuery,
  SyntaxApi,
} from '../../../../src/source/syntax/syntaxProtocol.ts';
import { MemoryFiles } from '../memoryFiles.ts';

/** Facts of a file are its first word as a span's name; those of `plain` files are not worth telling. */
class WordSyntax implements SyntaxApi {
  readonly asked: string[] = [];
  readonly failures = new Emitter<unknown>();
  readonly onDidFail = this.failures.event;
  fails = false;

  async factsOf({ path, text = '' }: FactsQuery): Promise<FileFacts | undefined> {
    this.asked.push(`facts of ${path}`);
    if (this.fails) throw new Error('no grammar');
    return text === '' ? undefined : factsOf(text);
  }

  async scan({ paths, texts }: ScanQuery): Promise<Scanned> {
    this.asked.push(`scan ${paths.length === 1 ? paths[0] : paths.length}`);
    if (this.fails) throw new Error('no thread');
    const known = paths.flatMap((path) => {
      const text = texts.get(path) ?? 'plain';
      return text.startsWith('plain') || text.startsWith('odd') ? [] : [[path, factsOf(text)] as const];
    });
    const odd = paths.filter((path) => texts.get(path)?.startsWith('odd'));
    return { files: known, problems: odd.map((path) => `${path} is odd.`) };
  }
}

function factsOf(text: string): FileFacts {
  const place = { line: 1, column: 1, endLine: 1 };
  const name = [/^\w+/.exec(text)?.[0] ?? ''];
  return { language: 'typescript', ...newFacts(), spans: [{ name, tracer: '', place, within: '' }] };
}

function indexOf(texts: Record<string, string>) {
  const files = new MemoryFiles(texts);
  const syntax = new WordSyntax();
  const index = new SyntaxIndex({ files, syntax });
  const told: string[] = [];
  index.onDidChange(() => told.push('changed'));
  index.onDidFail((error) => told.push(String(error)));
  return { files, syntax, index, told };
}

async function pictureOf(index: SyntaxIndex): Promise<string> {
  const { files } = await index.all();
  return [...files].map(([path, facts]) => `${path} ${facts.spans[0]?.name.join('*')}`).join(', ');
}

test('nothing is read before it is asked for, and everything once', async () => {
  const { syntax, index, files } = indexOf({ '/w/a.ts': 'one', '/w/b.ts': 'plain', '/w/c.txt': 'two' });
  await files.save('/w/a.ts', 'three');
  expect(syntax.asked).toEqual([]);
  expect(await pictureOf(index)).toBe('/w/a.ts three');
  expect(await index.all()).toBe(await index.all());
  expect(syntax.asked).toEqual(['scan 2']);
});

test('a change is read alone, and told when it makes a difference', async () => {
  const { syntax, index, files, told } = indexOf({ '/w/a.ts': 'one', '/w/b.ts': 'two' });
  const before = await index.all();
  await files.save('/w/a.ts', 'one more word');
  expect(await index.all()).toBe(before);
  expect(told).toEqual([]);
  await files.save('/w/a.ts', 'three');
  expect(await pictureOf(index)).toBe('/w/a.ts three, /w/b.ts two');
  await files.save('/w/a.ts');
  await files.save('/w/c.ts', 'four');
  await files.save('/w/c.md', 'four');
  expect(await pictureOf(index)).toBe('/w/b.ts two, /w/c.ts four');
  expect(told).toEqual(['changed', 'changed', 'changed']);
  expect(syntax.asked).toEqual(['scan 2', 'scan /w/a.ts', 'scan /w/a.ts', 'scan /w/a.ts', 'scan /w/c.ts']);
  expect(before.files.get('/w/a.ts')?.spans[0]?.name).toEqual(['one']);
});

test('unsaved text counts', async () => {
  const { index, files, told } = indexOf({ '/w/a.ts': 'one' });
  await index.all();
  files.edit('/w/a.ts', 'two');
  expect(await pictureOf(index)).toBe('/w/a.ts two');
  expect(told).toEqual(['changed']);
});

test('files of other folders do not come in by a change', async () => {
  const { syntax, index, files } = indexOf({ '/w/a.ts': 'one' });
  await index.all();
  await files.save('/elsewhere/a.ts', 'two');
  await index.all();
  expect(syntax.asked).toEqual(['scan 1'.replace('1', '/w/a.ts')]);
});

test('facts of one file are remembered until it changes', async () => {
  const { syntax, index, files } = indexOf({ '/w/a.ts': 'plain' });
  expect((await index.factsOf('/w/a.ts'))?.spans[0]?.name).toEqual(['plain']);
  await index.factsOf('/w/a.ts');
  expect(syntax.asked).toEqual(['facts of /w/a.ts']);
  await files.save('/w/a.ts', 'other');
  expect((await index.factsOf('/w/a.ts'))?.spans[0]?.name).toEqual(['other']);
  expect(await index.factsOf('/w/gone.ts')).toBe(undefined);
});

test('many files are asked for in portions, and stand in their order', async () => {
  const paths = Array.from({ length: 250 }, (_, index) => `/w/f${index}.ts`);
  const { syntax, index } = indexOf(Object.fromEntries(paths.map((path, at) => [path, `w${at}`])));
  expect([...(await index.all()).files.keys()]).toEqual(paths);
  expect(syntax.asked).toEqual(['scan 100', 'scan 100', 'scan 50']);
});

test('files that cannot be read are told of together, and leave the others as they are', async () => {
  const { index, told, syntax } = indexOf({ '/w/a.ts': 'one', '/w/b.ts': 'odd', '/w/c.ts': 'odd' });
  expect(await pictureOf(index)).toBe('/w/a.ts one');
  expect(told).toEqual(['Error: /w/b.ts is odd. So it was with 2 files.']);
  syntax.failures.fire('the thread died');
  expect(told.slice(1)).toEqual(['the thread died']);
});

test('what failed is told to who asked, and tried again when it is asked for again', async () => {
  const { index, syntax, files, told } = indexOf({ '/w/a.ts': 'one' });
  syntax.fails = true;
  await expect(index.all()).rejects.toThrow('no thread');
  await expect(index.factsOf('/w/a.ts')).rejects.toThrow('no grammar');
  syntax.fails = false;
  expect(await pictureOf(index)).toBe('/w/a.ts one');
  expect((await index.factsOf('/w/a.ts'))?.spans[0]?.name).toEqual(['one']);
  syntax.fails = true;
  await files.save('/w/a.ts', 'two');
  await expect(index.all()).rejects.toThrow('no thread');
  syntax.fails = false;
  expect(await pictureOf(index)).toBe('/w/a.ts two');
  expect(told).toEqual([]);
});
