import { transformSync } from 'esbuild';
import { expect, test } from 'vitest';
import { filePathRung } from '../../../../src/source/filePathRung.ts';
import { PathMapper } from '../../../../src/source/pathMapper.ts';
import { mappedSource } from '../../../../src/source/sourceMaps/mappedSource.ts';
import { SourceMapper } from '../../../../src/source/sourceMaps/sourceMapper.ts';
import { sourceMapReference } from '../../../../src/source/sourceMaps/sourceMapReference.ts';
import { parseStackTrace, placeFrames } from '../../../../src/source/stackTrace.ts';
import { contextOf } from '../contextOf.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { pictureOf, siteOf } from '../pictures.ts';

const source = `import { trace } from '@opentelemetry/api';
interface Order { id: string }

export function place(order: Order): void {
  trace.getTracer('shop').startSpan('place order').end();
}
`;

/** In pieces, or else tools that read this file take it for their own. */
const mark = ['//# source', 'MappingURL='].join('');

/** What a compiler makes of the source, and where `startSpan` is in it: `line:column`, as V8 counts. */
function compiled(options: { sourcefile: string; inline?: boolean; minify?: boolean }) {
  const { sourcefile, inline = false, minify = false } = options;
  const sourcemap = inline ? 'inline' : 'external';
  const { code, map } = transformSync(source, { loader: 'ts', sourcefile, minify, sourcemap });
  const lines = code.split('\n');
  const index = lines.findIndex((line) => line.includes('startSpan'));
  return { code, map, line: index + 1, column: (lines[index] ?? '').indexOf('startSpan') + 1 };
}

/** The answer for a place in the generated file, with why. */
async function placed(
  texts: Record<string, string>,
  path: string,
  { line, column }: { line: number; column?: number },
  evidence = {},
): Promise<string> {
  const files = new MemoryFiles(texts);
  const code = { filePath: path, line, ...(column === undefined ? {} : { column }) };
  const placements = await filePathRung.place(siteOf(code, { evidence }), contextOf(files));
  return placements.map((one) => `${pictureOf([one])} (${one.evidence})`).join('\n') || 'none';
}

const plain = compiled({ sourcefile: '../src/place.ts' });
const withMap = {
  '/w/src/place.ts': source,
  '/w/dist/place.js': `${plain.code}${mark}place.js.map\n`,
  '/w/dist/place.js.map': plain.map,
};

test('a map beside the generated file, here or in a container', async () => {
  expect(await placed(withMap, '/w/dist/place.js', plain)).toMatchInlineSnapshot(
    `"/w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)"`,
  );
  expect(await placed(withMap, 'file:///app/dist/place.js', plain)).toMatchInlineSnapshot(
    `"/w/src/place.ts:5:27 code.file.path high (from code.line.number, through the source map; the file by the last 2 parts of its path)"`,
  );
  expect(await placed(withMap, '/w/dist/place.js', { line: plain.line })).toMatchInlineSnapshot(
    `"/w/src/place.ts:5:3 code.file.path exact (from code.line.number, through the source map)"`,
  );
  const { code } = plain;
  expect(
    await placed({ ...withMap, '/w/dist/place.js': code }, '/w/dist/place.js', plain),
  ).toMatchInlineSnapshot(
    `"/w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)"`,
  );
});

test('a map inside the generated file, base64 or as it is', async () => {
  const inline = compiled({ sourcefile: '../src/place.ts', inline: true });
  const texts = { '/w/src/place.ts': source, '/w/out/place.js': inline.code };
  expect(await placed(texts, '/w/out/place.js', inline)).toMatchInlineSnapshot(
    `"/w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)"`,
  );
  const url = `${mark}data:application/json;charset=utf-8,${encodeURIComponent(plain.map)}`;
  expect(
    await placed({ ...texts, '/w/out/place.js': plain.code + url }, '/w/out/place.js', plain),
  ).toMatchInlineSnapshot(
    `"/w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)"`,
  );
});

test('minified code needs the column', async () => {
  const minified = compiled({ sourcefile: '../src/place.ts', minify: true });
  const long = {
    ...withMap,
    '/w/dist/place.js': `${minified.code.trimEnd()};${'x()'.repeat(300)}`,
    '/w/dist/place.js.map': minified.map,
  };
  expect(await placed(long, '/w/dist/place.js', minified)).toMatchInlineSnapshot(
    `"/w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)"`,
  );
  expect(await placed(long, '/w/dist/place.js', { line: 1 })).toMatchInlineSnapshot(
    `"/w/dist/place.js:1 code.file.path low (from code.line.number; the file is generated)"`,
  );
});

test('names that bundlers give to sources', () => {
  const names = [
    '../src/x.ts',
    'src\\x.ts',
    '/app/src/x.ts',
    'file:///app/src/x.ts',
    'C:/build/src/x.ts',
    'webpack://shop/./src/x.ts',
    'webpack://shop/./src/x.vue?a1b2',
    'webpack:///src/x.ts',
    'webpack:///./src/x.ts',
    'webpack:////app/src/x.ts',
    'webpack:///C:/build/src/x.ts',
    'webpack://@acme/shop/./src/x.ts',
    'webpack-internal:///(rsc)/./app/page.tsx',
    'turbopack://[project]/app/api/route.ts',
    'turbopack:///[project]/app/api/route.ts',
    'turbopack://[turbopack]/runtime.ts',
    'webpack://shop/webpack/runtime/load',
    'webpack://shop/external commonjs "http"',
    'webpack://shop/./node_modules/express/index.js',
    'webpack:///./~/express/index.js',
    '../node_modules/express/index.js',
    'ng:///shop/src/x.ts',
    'node:internal/x',
    '\u0000virtual:x',
    'https://cdn.example.com/x.js',
    '<stdin>',
    'webpack://',
    '%E0%A4%A',
  ];
  const lines = names.map((name) => {
    const said = mappedSource(name);
    return `${name.replace('\u0000', '\\0')} → ${said.type}${said.type === 'library' ? '' : ` ${said.path}`}`;
  });
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    ../src/x.ts → path ../src/x.ts
    src\\x.ts → path src\\x.ts
    /app/src/x.ts → path /app/src/x.ts
    file:///app/src/x.ts → path file:///app/src/x.ts
    C:/build/src/x.ts → path C:/build/src/x.ts
    webpack://shop/./src/x.ts → project src/x.ts
    webpack://shop/./src/x.vue?a1b2 → project src/x.vue
    webpack:///src/x.ts → project src/x.ts
    webpack:///./src/x.ts → project src/x.ts
    webpack:////app/src/x.ts → path /app/src/x.ts
    webpack:///C:/build/src/x.ts → path C:/build/src/x.ts
    webpack://@acme/shop/./src/x.ts → project src/x.ts
    webpack-internal:///(rsc)/./app/page.tsx → project app/page.tsx
    turbopack://[project]/app/api/route.ts → project app/api/route.ts
    turbopack:///[project]/app/api/route.ts → project app/api/route.ts
    turbopack://[turbopack]/runtime.ts → library
    webpack://shop/webpack/runtime/load → library
    webpack://shop/external commonjs "http" → library
    webpack://shop/./node_modules/express/index.js → library
    webpack:///./~/express/index.js → library
    ../node_modules/express/index.js → library
    ng:///shop/src/x.ts → project shop/src/x.ts
    node:internal/x → library
    \\0virtual:x → library
    https://cdn.example.com/x.js → library
    <stdin> → library
    webpack:// → library
    %E0%A4%A → path %E0%A4%A
    "
  `);
});

test("sources by bundlers' schemes, source roots and absolute paths of the build", async () => {
  const of = async (change: (map: Record<string, unknown>) => Record<string, unknown>): Promise<string> => {
    const map = JSON.stringify(change(JSON.parse(plain.map) as Record<string, unknown>));
    return placed({ ...withMap, '/w/dist/place.js.map': map }, '/w/dist/place.js', plain);
  };
  const sources = (name: string) => of((map) => ({ ...map, sources: [name] }));
  const answers = [
    await sources('webpack://shop/./src/place.ts'),
    await sources('webpack:///src/place.ts?4f2a'),
    await sources('turbopack:///[project]/src/place.ts'),
    await sources('file:///w/src/place.ts'),
    await sources('/build/src/place.ts'),
    await sources('webpack://shop/../../../../etc/passwd'),
    await sources('../../../etc/passwd'),
    await sources('/etc/passwd'),
    await sources('../node_modules/express/index.js'),
    await sources('../src/gone.ts'),
    await of((map) => ({ ...map, sourceRoot: '../src', sources: ['place.ts'] })),
    await of((map) => ({ ...map, ignoreList: [0] })),
    await of((map) => ({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map }] })),
    await of((map) => ({ ...map, mappings: '' })),
    await of((map) => ({ ...map, sources: 7 })),
    await of(() => ({ version: 3 })),
  ];
  expect(`\n${answers.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    /w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)
    /w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)
    /w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)
    /w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)
    /w/src/place.ts:5:27 code.file.path high (from code.line.number, through the source map)
    /w/dist/place.js:3:27 code.file.path low (from code.line.number; the file is generated; the source that the map names is not here)
    /w/dist/place.js:3:27 code.file.path low (from code.line.number; the file is generated; the source that the map names is not here)
    /w/dist/place.js:3:27 code.file.path low (from code.line.number; the file is generated; the source that the map names is not here)
    none
    /w/dist/place.js:3:27 code.file.path low (from code.line.number; the file is generated; the source that the map names is not here)
    /w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)
    none
    /w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)
    /w/dist/place.js:3:27 code.file.path low (from code.line.number; the file is generated; the source map has no entry there)
    /w/dist/place.js:3:27 code.file.path low (from code.line.number; the file is generated; the source map cannot be read)
    /w/dist/place.js:3:27 code.file.path low (from code.line.number; the file is generated; the source map cannot be read)
    "
  `);
});

test('a source that was edited since: the line is followed, or said to be another one', async () => {
  const moved = source.replace('export', '// one\n// two\nexport');
  expect(
    await placed({ ...withMap, '/w/src/place.ts': moved }, '/w/dist/place.js', plain),
  ).toMatchInlineSnapshot(
    `"/w/src/place.ts:7:27 code.file.path exact (from code.line.number, through the source map; the line has moved since it was compiled)"`,
  );
  const typed = source.replace('place order', 'order');
  expect(
    await placed({ ...withMap, '/w/src/place.ts': typed }, '/w/dist/place.js', plain),
  ).toMatchInlineSnapshot(
    `"/w/src/place.ts:5:27 code.file.path exact (from code.line.number, through the source map)"`,
  );
  const gone = source.replace(/trace\.get.*/, 'return;');
  expect(
    await placed({ ...withMap, '/w/src/place.ts': gone }, '/w/dist/place.js', plain),
  ).toMatchInlineSnapshot(
    `"/w/src/place.ts:5 code.file.path low (from code.line.number, through the source map; the line has changed since it was compiled)"`,
  );
});

test('a place that the program mapped itself is not mapped again', async () => {
  const evidence = { 'spanline.code.generated': '/w/dist/place.js:9:3' };
  expect(await placed(withMap, '/w/src/place.ts', { line: 5, column: 3 }, evidence)).toMatchInlineSnapshot(
    `"/w/src/place.ts:5:3 code.file.path exact (from code.line.number)"`,
  );
  expect(await placed(withMap, '/w/dist/place.js', plain, evidence)).toMatchInlineSnapshot(
    `"/w/dist/place.js:3:27 code.file.path low (from code.line.number; the file is generated)"`,
  );
});

test('references to maps', () => {
  const of = (text: string): string => {
    const found = sourceMapReference(text);
    return found.type === 'none' ? 'none' : found.type === 'file' ? found.path : `inline ${found.text}`;
  };
  const lines = [
    `a\n${mark}a.js.map`,
    'a\n//@ sourceMappingURL=a%20b.map?v=1\n',
    'a\n/*# sourceMappingURL=old.map */',
    `a\n${mark}one.map\n${mark}two.map\n`,
    `${mark}data:application/json;base64,e30=`,
    `${mark}data:application/json,%7B%7D`,
    `${mark}data:nothing`,
    `${mark}https://example.com/a.map`,
    `${mark}file:///w/a.map`,
    `${mark}C:\\w\\a.map`,
    `${mark}`,
    'a',
    '',
  ].map((text) => `${text.replaceAll('\n', '⏎').replaceAll(mark, '#=')} → ${of(text)}`);
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    a⏎#=a.js.map → a.js.map
    a⏎//@ sourceMappingURL=a%20b.map?v=1⏎ → a b.map
    a⏎/*# sourceMappingURL=old.map */ → old.map
    a⏎#=one.map⏎#=two.map⏎ → two.map
    #=data:application/json;base64,e30= → inline {}
    #=data:application/json,%7B%7D → inline {}
    #=data:nothing → none
    #=https://example.com/a.map → none
    #=file:///w/a.map → file:///w/a.map
    #=C:\\w\\a.map → C:\\w\\a.map
    #= → none
    a → none
     → none
    "
  `);
});

test('a map is read once until it is written again, and one of elsewhere never', async () => {
  const files = new MemoryFiles({
    ...withMap,
    '/w/dist/evil.js': `${mark}../../etc/passwd\n`,
    '/etc/passwd': 'x',
  });
  const mapper = new SourceMapper(files, new PathMapper(files));
  const ask = () => mapper.original('/w/dist/place.js', plain.line, plain.column);
  expect(await ask()).toEqual({ path: '/w/src/place.ts', line: 5, column: 27 });
  const before = files.reads;
  expect(await ask()).toEqual({ path: '/w/src/place.ts', line: 5, column: 27 });
  // The source itself, to see whether it has changed.
  expect(files.reads - before).toBe(1);
  await files.save('/w/dist/place.js.map', '{"version": 3, "sources": [], "names": [], "mappings": ""}');
  expect(await ask()).toBeUndefined();
  expect(await mapper.trace('/w/dist/evil.js', 1, 1)).toEqual({ type: 'none' });
  expect(files.looked.filter((path) => path.includes('etc'))).toEqual([]);
  expect(await mapper.trace('/w/dist/none.js', 1, 1)).toEqual({ type: 'none' });
});

test('frames of generated code have their places in the sources, those of packages in it have none', async () => {
  const files = new MemoryFiles(withMap);
  const frames = async (stack: string) =>
    (await placeFrames(parseStackTrace(stack), files)).map(({ location }) => location);
  const at = `${plain.line}:${plain.column}`;
  expect(
    await frames(`Error: no\n    at place (/app/dist/place.js:${at})\n    at /w/src/place.ts:4:17`),
  ).toEqual([
    { path: '/w/src/place.ts', line: 5, column: 27 },
    { path: '/w/src/place.ts', line: 4, column: 17 },
  ]);
  const map = { ...JSON.parse(plain.map), sources: ['../node_modules/express/index.js'] };
  await files.save('/w/dist/place.js.map', JSON.stringify(map));
  expect(await frames(`Error: no\n    at place (/w/dist/place.js:${at})`)).toEqual([undefined]);
});
