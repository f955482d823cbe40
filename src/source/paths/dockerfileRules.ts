import { joined } from '../localPath.ts';

/** A path in the image, and the folder or file here that it was copied from. */
export interface ImageCopy {
  readonly remote: string;
  readonly folder: string;
}

/**
 * Where `COPY` and `ADD` put what lies in the build's context, in the image and in every stage before it: compilers
 * write the paths of their own stage into what they make. Whether a source is a folder is not said, so that both
 * are answered: what it becomes as a folder, and what it becomes as a file.
 */
export function dockerfileRules(text: string, context: string): readonly ImageCopy[] {
  const stages = new Map<string, Stage>();
  const all: Stage[] = [];
  let stage: Stage = { directory: '/', variables: new Map(), copies: [] };
  for (const { keyword, rest } of instructions(text)) {
    if (keyword === 'FROM') {
      stage = nextStage(stages, rest);
      stages.set(String(all.length), stage);
      all.push(stage);
    } else apply(keyword, rest, stage, stages, context);
  }
  return [
    ...new Map(
      all.flatMap(({ copies }) => copies).map((copy) => [`${copy.remote}\n${copy.folder}`, copy]),
    ).values(),
  ];
}

interface Stage {
  directory: string;
  readonly variables: Map<string, string>;
  readonly copies: ImageCopy[];
}

interface Instruction {
  readonly keyword: string;
  readonly rest: string;
}

/** A file with more is not written by hand. */
const maxInstructions = 1000;

function instructions(text: string): readonly Instruction[] {
  const lines = text
    .replace(/^[ \t]*#.*\n?/gm, '')
    .replace(/[\\`][ \t]*\r?\n/g, ' ')
    .split('\n', maxInstructions);
  return lines.flatMap((line) => {
    const [, keyword, rest] = /^[ \t]*([a-z]+)[ \t]+(.*)$/i.exec(line.trimEnd()) ?? [];
    return keyword === undefined || rest === undefined ? [] : [{ keyword: keyword.toUpperCase(), rest }];
  });
}

function nextStage(stages: Map<string, Stage>, rest: string): Stage {
  const [, base = '', name] = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(rest) ?? [];
  const from = stages.get(base.toLowerCase());
  const stage: Stage = {
    directory: from?.directory ?? '/',
    variables: new Map(from?.variables),
    copies: [...(from?.copies ?? [])],
  };
  if (name !== undefined) stages.set(name.toLowerCase(), stage);
  return stage;
}

function apply(
  keyword: string,
  rest: string,
  stage: Stage,
  stages: Map<string, Stage>,
  context: string,
): void {
  if (keyword === 'WORKDIR') stage.directory = inImage(stage, unquoted(filled(rest, stage)));
  else if (keyword === 'ENV' || keyword === 'ARG') remember(stage, rest);
  else if (keyword === 'COPY' || keyword === 'ADD') copy(stage, rest, stages, context);
}

function remember(stage: Stage, rest: string): void {
  const old = /^(\w+)\s+([^=]+)$/.exec(rest);
  const pairs = old === null ? rest.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S*)/g) : [old];
  for (const [, name = '', value = ''] of pairs) stage.variables.set(name, unquoted(filled(value, stage)));
}

function copy(stage: Stage, rest: string, stages: Map<string, Stage>, context: string): void {
  const from = /(?:^|\s)--from=(\S+)/.exec(rest)?.[1];
  const words = wordsOf(rest.replace(/(?:^|\s)--\S+/g, ' ')).map((word) => filled(word, stage));
  const target = words.pop();
  if (target === undefined || target.includes('$')) return;
  const made = words.flatMap((source) =>
    from === undefined
      ? copiesOf(source, inImage(stage, target), joined(context, withoutGlob(source)))
      : fromStage(stages.get(from.toLowerCase()), source, inImage(stage, target)),
  );
  stage.copies.push(...made);
}

/** `COPY src ./x`: as a folder, its content is in `x`; as a file, it is `x`, or lies in it. */
function copiesOf(source: string, target: string, local: string): readonly ImageCopy[] {
  if (/[$:]/.test(source)) return [];
  const name = /[^/]*$/.exec(withoutGlob(source).replace(/\/+$/, ''))?.[0] ?? '';
  const asFolder = { remote: target, folder: local };
  if (name === '' || name === '.') return [asFolder];
  return [asFolder, { remote: joinedInImage(target, name), folder: local }];
}

/** What another stage had copied from the context, or built where it had: `dist` lies beside its `src`. */
function fromStage(stage: Stage | undefined, source: string, target: string): readonly ImageCopy[] {
  if (stage === undefined) return [];
  const path = inImage(stage, source);
  const fitting = stage.copies
    .filter(({ remote }) => path === remote || path.startsWith(remote === '/' ? '/' : `${remote}/`))
    .sort((a, b) => b.remote.length - a.remote.length);
  const [best] = fitting;
  if (best === undefined) return [];
  const local = joined(best.folder, path.slice(best.remote.length));
  return copiesOf(source, target, local);
}

/** `src/*.js` copies what is in `src`; `package*.json` what is beside it. */
function withoutGlob(source: string): string {
  const at = source.search(/[*?[]/);
  return at < 0 ? source : source.slice(0, Math.max(0, source.lastIndexOf('/', at)));
}

function wordsOf(rest: string): string[] {
  const listed = /^\s*\[(.*)\]\s*$/.exec(rest)?.[1];
  if (listed !== undefined) return [...listed.matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? '');
  return rest
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(unquoted);
}

function filled(text: string, { variables }: Stage): string {
  return text.replace(/\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/g, (whole, plain, braced, otherwise) =>
    String(variables.get(plain ?? braced) ?? otherwise ?? whole),
  );
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, '$2');
}

function inImage({ directory }: Stage, path: string): string {
  return path.startsWith('/') ? joinedInImage('/', path) : joinedInImage(directory, path);
}

function joinedInImage(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${directory}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
