import { frameOf, type ParsedFrame } from './stackFrame.ts';

/** Reads one trimmed line; `before` is the line above it, which some formats begin a frame with. */
type Format = (text: string, before: string) => ParsedFrame | undefined;

const python = /^\|? *File "([^"]+)", line (\d+)(?:, in (.+))?$/;
const go = /^(\S.*\.(?:go|s|c|cc|cpp|m)):(\d+)(?: \+0x[0-9a-f]+)?$/;
const ruby = /^(?:from )?((?:[A-Za-z]:)?[^:]+):(\d+):in [`']([^']*)'/;
const elixir = /^(?:\((\w+)(?: [^)\s]+)?\) )?([^\s:()]+\.(?:exs?|erl|hrl|[hel]eex)):(\d+): (.+)$/;
const erlang = /^in (?:function|call from) +(\S+) \(([^,()]+), line (\d+)\)$/;
const rustName = /^\d+: (?:0x[0-9a-f]+ - )?(\S.*)$/;
const numbered = /^(.*?):(\d+)(?::(\d+))?$/;
const jvmFile =
  /^([^():\\/]+\.(?:java|kt|kts|scala|sc|groovy|clj|cljc|php))(?::(\d+))?$|^(?:Native Method|Unknown Source|SourceFile|<generated>)(?::\d+)?$/;

/** The frame that a line says; lines of other formats, messages and quoted source are none. */
export function parseFrame(text: string, before: string): ParsedFrame | undefined {
  for (const format of text.startsWith('at ') ? atFormats : otherFormats) {
    const frame = format(text, before);
    if (frame !== undefined) return frame;
  }
  return undefined;
}

const atFormats: readonly Format[] = [parseJvm, parseDotnet, parseV8, parseDotnetBare];
const otherFormats: readonly Format[] = [parsePython, parseGo, parseElixir, parseErlang, parseRuby];

/** `at app//com.acme.Outer$Inner.run(Outer.java:12)`, and PHP's `at App.Http.Foo.bar(Foo.php:12)` in its manner. */
function parseJvm(text: string): ParsedFrame | undefined {
  const open = text.lastIndexOf('(');
  if (open < 0 || !text.endsWith(')')) return undefined;
  const found = jvmFile.exec(text.slice(open + 1, -1));
  const name = text.slice(3, open);
  if (found === null || /\s/.test(name)) return undefined;
  const [, file, line] = found;
  const functionName = name.includes('$$Lambda') ? name : name.slice(name.lastIndexOf('/') + 1);
  if (file === undefined) return frameOf(text, { functionName });
  const owner = functionName.slice(0, Math.max(functionName.lastIndexOf('.'), 0));
  if (file.endsWith('.php')) return frameOf(text, { functionName, path: file, line, phpClass: owner });
  const folders = owner.split('.').slice(0, -1);
  return frameOf(text, { functionName, path: [...folders, file].join('/'), line });
}

/** `at Ns.Type.Method(String a) in /src/File.cs:line 42`. */
function parseDotnet(text: string): ParsedFrame | undefined {
  const place = text.lastIndexOf(':line ');
  const open = text.indexOf(') in ');
  const line = text.slice(place + 6);
  if (place < open || open < 0 || !/^\d+$/.test(line)) return undefined;
  const path = text.slice(open + 5, place);
  return frameOf(text, { functionName: withoutArguments(text.slice(3, open + 1)), path, line });
}

/** The same without symbols; prose that begins with "at" has blanks before its brackets. */
function parseDotnetBare(text: string): ParsedFrame | undefined {
  const name = /^at ([^\s().]+\.[^\s()]+)\([^()]*\)$/.exec(text)?.[1];
  return name === undefined || /[\\/]/.test(name) ? undefined : frameOf(text, { functionName: name });
}

function parseV8(text: string, before: string): ParsedFrame | undefined {
  const plain = text.startsWith('at async ') ? text.slice(9) : text.slice(3);
  const open = text.endsWith(')') ? plain.indexOf(' (') : -1;
  const functionName = open < 0 ? (rustName.exec(before)?.[1] ?? '') : plain.slice(0, open);
  const place = open < 0 ? plain : plain.slice(open + 2, -1);
  // `at new Promise (<anonymous>)`, `at eval (eval at run (…), <anonymous>:1:1)`
  if (/^(?:<anonymous>|native|index \d+|eval at )/.test(place)) return frameOf(text, { functionName });
  const [, path = '', line, column] = numbered.exec(place) ?? [];
  // Prose that begins with "at" has no path.
  if (!/[\\/]|^node:/.test(path)) return undefined;
  return frameOf(text, { functionName, path, line, column });
}

/** Exception groups draw a line before each frame. */
function parsePython(text: string): ParsedFrame | undefined {
  const found = python.exec(text);
  return found === null
    ? undefined
    : frameOf(text, { path: found[1], line: found[2], functionName: found[3] });
}

/** `main.(*Server).Get(0xc000…)` and, below it, `/src/main.go:12 +0x1d`; or `created by main.main in goroutine 1`. */
function parseGo(text: string, before: string): ParsedFrame | undefined {
  const found = go.exec(text);
  if (found === null) return undefined;
  const created = before.startsWith('created by ');
  const name = created ? before.slice(11).replace(/ in goroutine \d+$/, '') : withoutArguments(before);
  return frameOf(text, { path: found[1], line: found[2], functionName: /\s/.test(name) ? '' : name });
}

function parseRuby(text: string): ParsedFrame | undefined {
  const found = ruby.exec(text);
  return found === null
    ? undefined
    : frameOf(text, { path: found[1], line: found[2], functionName: found[3] });
}

/** `(shop 0.1.0) lib/shop/cart.ex:12: Shop.Cart.add/1`, relative to the application. */
function parseElixir(text: string): ParsedFrame | undefined {
  const [all, application, path, line, functionName] = elixir.exec(text) ?? [];
  if (all === undefined || path === undefined) return undefined;
  if (application === undefined) return frameOf(text, { path, line, functionName });
  return frameOf(text, { path: `apps/${application}/${path}`, line, functionName, otherPaths: [path] });
}

function parseErlang(text: string): ParsedFrame | undefined {
  const found = erlang.exec(text);
  return found === null
    ? undefined
    : frameOf(text, { functionName: found[1], path: found[2], line: found[3] });
}

/** Up to the bracket that the last one closes. */
function withoutArguments(text: string): string {
  if (!text.endsWith(')')) return text;
  const open = text.lastIndexOf('(');
  return open <= 0 ? text : text.slice(0, open);
}
