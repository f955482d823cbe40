import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const charactersPerFile = 5000;

/** How code of one language looks: what every file has, what only some have, and a line of a function's body. */
interface Style {
  readonly extension: string;
  /** Of a hundred files of the workspace. */
  readonly share: number;
  readonly head: (name: string) => string;
  /** What makes a file speak of spans and routes; one file in `speaks` has it. */
  readonly speaking: (name: string) => string;
  readonly member: (name: string) => string;
  readonly foot: string;
}

/** One file in so many registers routes or starts spans, which is plenty for a large workspace. */
const speaks = 12;

const typescript: Omit<Style, 'extension' | 'share'> = {
  head: (name) =>
    `import { Store } from './store';\nimport type { ${name}Options } from './types';\n\nexport class ${name} {\n`,
  speaking: (name) => `
    import { Router } from 'express';
    export const router = Router();
    router.get('/${name}/:id', async (req, res) => res.json(await load(req.params.id)));
    export async function load(id: string) {
      return tracer.startActiveSpan('${name}.load', async (span) => db.query('SELECT * FROM ${name} WHERE id = $1', [id]));
    }\n`,
  member: (name) => `
  private readonly ${name}Cache = new Map<string, number>();

  /** Answers with what is known of the key, or reads it. */
  async ${name}(key: string, options?: Options): Promise<number> {
    const known = this.${name}Cache.get(key);
    if (known !== undefined && options?.fresh !== true) return known;
    const values = (await this.store.read(key)).filter((value) => value > 0).map((value) => value * 2);
    const total = values.reduce((sum, value) => sum + value, 0);
    this.${name}Cache.set(key, total);
    return total;
  }\n`,
  foot: '}\n',
};

const styles: readonly Style[] = [
  { ...typescript, extension: 'ts', share: 30 },
  { ...typescript, extension: 'tsx', share: 10 },
  {
    ...typescript,
    extension: 'js',
    share: 12,
    head: (name) => `'use strict';\nconst { Store } = require('./store');\n\nclass ${name} {\n`,
    speaking: (name) => `const app = require('express')();\napp.post('/${name}', (req, res) => res.end());\n`,
    member: (name) => `
  async ${name}(key, options) {
    const known = this.cache.get(key);
    if (known !== undefined && !options.fresh) return known;
    const values = await this.store.read(key);
    for (const value of values) this.cache.set(value.id, value);
    return values.length;
  }\n`,
  },
  {
    extension: 'py',
    share: 16,
    head: (name) => `import os\nfrom shop.store import Store\n\n\nclass ${name}:\n`,
    speaking: (name) =>
      `@router.get("/${name}/{id}")\nasync def show(id: str):\n    with tracer.start_as_current_span("${name}"):\n        return 1\n\n\nclass Next:\n`,
    member: (name) => `
    def ${name}(self, key, fresh=False):
        """Answers with what is known of the key, or reads it."""
        known = self.cache.get(key)
        if known is not None and not fresh:
            return known
        values = [value * 2 for value in self.store.read(key) if value > 0]
        self.cache[key] = sum(values)
        return self.cache[key]\n`,
    foot: '',
  },
  {
    extension: 'go',
    share: 10,
    head: (name) =>
      `package shop\n\nimport (\n\t"context"\n\t"fmt"\n)\n\ntype ${name} struct {\n\tcache map[string]int\n}\n`,
    speaking: (name) => `\nfunc routes(r *gin.Engine) {\n\tr.GET("/${name}/:id", show)\n}\n`,
    member: (name) => `
func (s *Shop) ${name}(ctx context.Context, key string) (int, error) {
	if known, ok := s.cache[key]; ok {
		return known, nil
	}
	total := 0
	for _, value := range s.store.Read(key) {
		total += value * 2
	}
	s.cache[key] = total
	return total, fmt.Errorf("no %s", key)
}\n`,
    foot: '',
  },
  {
    extension: 'java',
    share: 14,
    head: (name) => `package shop;\n\nimport java.util.List;\n\npublic class ${name} {\n`,
    speaking: (name) =>
      `  @GetMapping("/${name}/{id}")\n  public Order show(@PathVariable String id) { return null; }\n`,
    member: (name) => `
  /** Answers with what is known of the key, or reads it. */
  public int ${name}(String key, boolean fresh) {
    Integer known = cache.get(key);
    if (known != null && !fresh) return known;
    int total = store.read(key).stream().filter(value -> value > 0).mapToInt(value -> value * 2).sum();
    cache.put(key, total);
    return total;
  }\n`,
    foot: '}\n',
  },
  {
    extension: 'cs',
    share: 4,
    head: (name) => `using System;\n\nnamespace Shop;\n\npublic class ${name}\n{\n`,
    speaking: (name) => `    [HttpGet("${name}/{id}")]\n    public Order Show(string id) => null;\n`,
    member: (name) => `
    public int ${name}(string key, bool fresh)
    {
        if (cache.TryGetValue(key, out var known) && !fresh) return known;
        var total = store.Read(key).Where(value => value > 0).Sum(value => value * 2);
        cache[key] = total;
        return total;
    }\n`,
    foot: '}\n',
  },
  {
    extension: 'rs',
    share: 4,
    head: (name) =>
      `use std::collections::HashMap;\n\npub struct ${name} {\n    cache: HashMap<String, i64>,\n}\n`,
    speaking: (name) => `\n#[tracing::instrument]\npub async fn load_${name}() {}\n`,
    member: (name) => `
pub fn ${name}(shop: &mut Shop, key: &str) -> i64 {
    if let Some(known) = shop.cache.get(key) {
        return *known;
    }
    let total: i64 = shop.store.read(key).iter().filter(|value| **value > 0).sum();
    shop.cache.insert(key.to_string(), total);
    total
}\n`,
    foot: '',
  },
];

/** Writes a workspace of that many files in eight languages, in folders of fifty, and answers with their paths. */
export async function writeCodeWorkspace(folder: string, count: number): Promise<readonly string[]> {
  const languages = styles.flatMap((style) => Array.from({ length: style.share }, () => style));
  const paths: string[] = [];
  for (let index = 0; index < count; index++) {
    const style = languages[(index * 37) % languages.length] as Style;
    const path = join(folder, `part${Math.floor(index / 50)}`, `file${index}.${style.extension}`);
    if (index % 50 === 0) await mkdir(dirname(path), { recursive: true });
    await writeFile(path, codeOf(style, index));
    paths.push(path);
  }
  return paths;
}

function codeOf(style: Style, index: number): string {
  const name = `Thing${index}`;
  let text = style.head(name);
  if (index % speaks === 0) text = style.speaking(`thing${index}`) + text;
  for (let member = 0; text.length < charactersPerFile; member++) text += style.member(`member${member}`);
  return text + style.foot;
}
