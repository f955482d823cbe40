import { type Facts, type FactsDraft, type LineAnalyser, newFacts } from './analyser.ts';
import type { Place, TextPattern } from './fileFacts.ts';
import { IndentedScopes, indentOf, longestLine } from './indentedScopes.ts';
import { withPlaceholders } from './javaTexts.ts';
import { joined, patternOf, unescaped } from './textPattern.ts';

/** Kotlin, which has no grammar here: definitions, and what annotations and calls of tracers say of them. */
export const kotlinFacts: LineAnalyser = {
  markers:
    /spanBuilder|WithSpan|@NewSpan|@Observed|getTracer|Mapping\b|@Path\b|@(?:GET|POST|PUT|DELETE|PATCH)\b|@\w*Listener|CoroutineImplBase|ImplBase|@Scheduled|\brouting\b|\broute\(/,
  readLines,
};

interface Owner {
  readonly isType: boolean;
  readonly name: string;
  /** Of Ktor's `route("/x") {`. */
  readonly prefix?: TextPattern;
  /** Describes somebody else's routes. */
  readonly calls: boolean;
}

interface Annotation {
  readonly name: string;
  readonly arguments: string;
  readonly line: number;
}

interface Walk {
  readonly facts: FactsDraft;
  readonly scopes: IndentedScopes<Owner>;
  /** The class that Kotlin makes for what stands free. */
  readonly fileClass: string;
  /** Those above the definition that comes next. */
  annotations: Annotation[];
}

function readLines(lines: readonly string[], path: string): Facts {
  const facts = newFacts();
  const base = /([^\\/]*)\.kts?$/.exec(path)?.[1] ?? '';
  const walk: Walk = { facts, scopes: new IndentedScopes(), fileClass: `${base}Kt`, annotations: [] };
  let inText = false;
  for (const [index, line] of lines.entries()) {
    const wasInText = inText;
    if (line.split('"""').length % 2 === 0) inText = !inText;
    if (wasInText || line.length > longestLine || /^\s*(?:\/\/|\/?\*|$)/.test(line)) continue;
    walk.scopes.moveTo(line);
    readLine(lines, index, walk);
  }
  return facts;
}

function readLine(lines: readonly string[], index: number, walk: Walk): void {
  const line = lines[index] ?? '';
  const rest = readAnnotations(lines, index, walk);
  if (/^\s*package\s/.test(line)) walk.facts.module = /package\s+([\w.]+)/.exec(line)?.[1] ?? '';
  readImport(line, walk.facts);
  if (readType(line, rest, index + 1, walk) || readFunction(line, rest, index + 1, walk)) {
    walk.annotations = [];
    return;
  }
  readCalls(line, index + 1, walk);
  // Arguments of an annotation may go over several lines; anything else parts it from what follows.
  if (rest.trim() !== '' && !/^[\s"')\],]|^\w+\s*=/.test(rest)) walk.annotations = [];
}

/** What the line has behind its annotations. */
function readAnnotations(lines: readonly string[], index: number, walk: Walk): string {
  let rest = (lines[index] ?? '').trimStart();
  for (let left = 10; left > 0; left--) {
    const found = /^@(?:\w+:)?(?:\w+\.)*(\w+)\s*/.exec(rest);
    if (found === null) return rest;
    rest = rest.slice(found[0].length);
    const values = rest.startsWith('(') ? argumentsOf([rest, ...lines.slice(index + 1, index + 12)]) : '';
    walk.annotations.push({ name: found[1] ?? '', arguments: values, line: index + 1 });
    if (rest.startsWith('(')) rest = rest.length > values.length + 2 ? rest.slice(values.length + 2) : '';
    rest = rest.trimStart();
  }
  return rest;
}

/** What stands between a parenthesis and the one that closes it. */
function argumentsOf(lines: readonly string[]): string {
  const text = lines.join('\n');
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"' && text.charAt(at - 1) !== '\\') quoted = !quoted;
    if (quoted) continue;
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) return text.slice(1, at);
  }
  return '';
}

function readImport(line: string, facts: FactsDraft): void {
  const found = /^import\s+([\w.]+?)\.(\w+|\*)(?:\s+as\s+(\w+))?\s*;?\s*$/.exec(line);
  const [, module = '', name = '', local = name] = found ?? [];
  if (module !== '') facts.imports.push({ local, module, name });
}

const modifiers = '(?:[a-z]+\\s+)*';
const typeHead = new RegExp(`^\\s*${modifiers}?(?:class|interface|object)\\b(?:\\s+(\\w+))?`);
const functionHead = new RegExp(
  `^\\s*${modifiers}?fun\\s+(?:<[^>]*>\\s*)?(?:[\\w<>?, *]+\\.)?(\`[^\`]+\`|\\w+)\\s*\\(`,
);

function readType(line: string, rest: string, at: number, walk: Walk): boolean {
  const found = typeHead.exec(rest);
  if (found === null || /^\s*(?:import|return|val|var)\b/.test(rest)) return false;
  const name = found[1] ?? (/\bcompanion\b/.test(rest) ? 'Companion' : '');
  if (name === '') return false;
  const { facts, scopes, annotations } = walk;
  const place = placeOf(line, name, at);
  const bases = [...(/[^:]:\s*([^{]*)/.exec(rest)?.[1] ?? '').matchAll(/([\w.]+)(?:<[^>]*>)?\s*(?:\(|,|$)/g)];
  facts.symbols.push({
    name,
    containers: scopes.names,
    line: at,
    column: place.column,
    isType: true,
    ...(bases.length > 0 ? { bases: bases.map(([, base]) => base ?? '') } : {}),
  });
  const calls = annotations.some((one) => /^(?:FeignClient|HttpExchange|RegisterRestClient)$/.test(one.name));
  const prefix = annotations.find((one) => /^(?:RequestMapping|Path)$/.test(one.name));
  if (prefix !== undefined && !calls) {
    facts.routers.push({ name, prefix: firstPath(prefix) ?? [''], place });
  }
  scopes.open(line, name, { isType: true, name, calls });
  return true;
}

function readFunction(line: string, rest: string, at: number, walk: Walk): boolean {
  const name = (functionHead.exec(rest)?.[1] ?? '').replaceAll('`', '');
  if (name === '') return false;
  const { facts, scopes, fileClass } = walk;
  const place = placeOf(line, name, at);
  const around = scopes.names;
  const containers = around.length === 0 ? [fileClass] : around;
  facts.symbols.push({ name, containers, line: at, column: place.column });
  readAnnotated(name, place, [...containers, name].join('.'), walk);
  scopes.open(line, name);
  return true;
}

function readAnnotated(name: string, place: Place, within: string, { facts, scopes, annotations }: Walk) {
  const owner = scopes.data.filter(({ isType }) => isType).at(-1);
  const handler = { type: 'here', place, name: within } as const;
  for (const annotation of annotations) {
    const span = /^(?:WithSpan|NewSpan|Observed)$/.test(annotation.name)
      ? (textIn(annotation.arguments, 'contextualName|value|name') ??
        (owner === undefined ? undefined : [`${owner.name}.${name}`]))
      : undefined;
    if (span !== undefined) facts.spans.push({ name: span, tracer: '', place, within });
    if (/Listener$/.test(annotation.name)) {
      for (const destination of textsIn(annotation.arguments, 'topics|queues|value|destination')) {
        facts.consumers.push({ destination, handler, place });
      }
    }
  }
  const route = declaredRoute(annotations);
  if (route === undefined || owner?.calls === true) return;
  const { methods, paths, line } = route;
  const registered = { line, column: 1, endLine: line };
  for (const path of paths.length === 0 ? [['']] : paths) {
    const common = { methods, path, within, handler, place: registered };
    facts.routes.push({ ...common, router: owner?.name ?? '', framework: 'spring' });
  }
}

function declaredRoute(annotations: readonly Annotation[]) {
  for (const annotation of annotations) {
    const verb = /^(Get|Post|Put|Delete|Patch|Request)Mapping$/.exec(annotation.name)?.[1];
    const plain = /^(?:GET|POST|PUT|DELETE|PATCH|HEAD)$/.test(annotation.name) ? annotation.name : undefined;
    if (verb === undefined && (plain === undefined || annotation.arguments !== '')) continue;
    const said = [...annotation.arguments.matchAll(/RequestMethod\.([A-Z]+)/g)].map(([, one]) => one ?? '');
    const path = plain === undefined ? annotation : annotations.find((one) => one.name === 'Path');
    return {
      methods: plain !== undefined ? [plain] : verb === 'Request' ? said : [(verb ?? '').toUpperCase()],
      paths: path === undefined ? [] : textsIn(path.arguments, 'value|path').map(withPlaceholders),
      line: annotation.line,
    };
  }
  return undefined;
}

/** Calls of tracers, and Ktor's routes. */
function readCalls(line: string, at: number, { facts, scopes }: Walk): void {
  const within = scopes.names.join('.');
  const place = { line: at, column: indentOf(line) + 1, endLine: at };
  const span = /\b(\w*)(?:\(\))?\??\.spanBuilder\(\s*("(?:[^"\\]|\\.)*")/.exec(line);
  if (span !== null) {
    facts.spans.push({ name: textOf(span[2] ?? ''), tracer: span[1] ?? '', place, within });
  }
  const tracer = /\bva[lr]\s+(\w+)\b[^=]*=.*\bgetTracer\(\s*("(?:[^"\\]|\\.)*")/.exec(line);
  if (tracer !== null) {
    facts.tracers.push({ variable: tracer[1] ?? '', scope: textOf(tracer[2] ?? ''), place });
  }
  const route =
    /^\s*(route|get|post|put|delete|patch|head)(?:<[^>]*>)?\(\s*("(?:[^"\\]|\\.)*")[^)]*\)\s*\{/.exec(line);
  if (route === null) return;
  const path = textOf(route[2] ?? '');
  const prefixes = scopes.data.flatMap(({ prefix }) => (prefix === undefined ? [] : [prefix, ['/']]));
  if (route[1] === 'route') {
    scopes.open(line, '', { isType: false, name: '', calls: false, prefix: path });
    return;
  }
  facts.routes.push({
    methods: [(route[1] ?? '').toUpperCase()],
    path: joined([...prefixes, path]),
    router: '',
    within,
    handler: { type: 'here', place, name: '' },
    framework: 'ktor',
    place,
  });
}

function placeOf(line: string, name: string, at: number): Place {
  return {
    line: at,
    column: Math.max(0, line.search(new RegExp(`\\b${escaped(name)}\\b`))) + 1,
    endLine: at,
  };
}

function escaped(name: string): string {
  return name.replace(/[^\w ]/g, '\\$&');
}

function firstPath(annotation: Annotation): TextPattern | undefined {
  const [first] = textsIn(annotation.arguments, 'value|path');
  return first === undefined ? undefined : withPlaceholders(first);
}

function textIn(args: string, keys: string): TextPattern | undefined {
  return textsIn(args, keys)[0];
}

/** Texts of the first of the keys that is there, or those without a key. */
function textsIn(args: string, keys: string): readonly TextPattern[] {
  const key = new RegExp(`\\b(?:${keys})\\s*=\\s*(\\[[^\\]]*\\]|"(?:[^"\\\\]|\\\\.)*")`).exec(args)?.[1];
  const plain = /^\s*(?:"|\[)/.test(args) ? args.replace(/,\s*\w+\s*=[\s\S]*$/, '') : '';
  return [...(key ?? plain).matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([text]) => textOf(text));
}

/** A text in quotes, in which `$name` and `${…}` are put in. */
function textOf(quoted: string): TextPattern {
  const pieces = quoted.slice(1, -1).split(/((?<!\\)\$\w+|(?<!\\)\$\{[^{}]*\})/);
  return patternOf(pieces.map((piece, at) => (at % 2 === 0 ? unescaped(piece) : undefined)));
}
