import { readFileSync } from 'node:fs';
import { originalPosition, type Position } from './sourcePosition.ts';

/** Arguments longer than this are looked at no further. */
const longest = 600;
const mostLines = 12;

/** A call as the stack has it. */
export interface Call extends Position {
  readonly scriptName: string;
}

/** What is written where a call is made. */
export interface CallText {
  readonly names: readonly RegExp[];
  /** It calls a parameter: no function, class, variable or import of the file has that name. */
  readonly callsParameter: boolean;
}

/**
 * What names stand written in a call, as literals or templates. A span whose name is not written where it is started
 * got it from a caller (`inSpan('place order', …)`), and that caller's line says more than the one that starts all
 * of them. `undefined` where the source is not at hand; then the nearest line stands.
 */
export function callTextAt(call: Call): CallText | undefined {
  const { path, line, column } = originalPosition(call.scriptName, call) ?? call;
  const text = textOf(path);
  if (text === undefined) return undefined;
  const lines = text.split('\n', line + mostLines);
  const first = lines[line - 1]?.slice(column - 1, column - 1 + longest) ?? '';
  const names = patternsIn([first, ...lines.slice(line)].join('\n').slice(0, longest));
  const [, callee] = /^(?:await\s+)?([\w$]+)\s*\(/.exec(first) ?? [];
  return { names, callsParameter: callee !== undefined && !isDeclared(callee, text) };
}

function isDeclared(name: string, text: string): boolean {
  const word = `${escaped(name)}(?![\\w$])`;
  return new RegExp(
    `(?:function\\*?|const|let|var|class)\\s+${word}|\\{[^{}()]*(?<![\\w$])${word}[^{}()]*\\}\\s*(?:=|from\\b)|import\\s+${word}`,
  ).test(text);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The program may have been compiled elsewhere.
    return undefined;
  }
}

const any = '[\\s\\S]*';
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.|\$(?!\{)|\$\{[^{}]*\})*)`|=>|\bfunction\b|[()]/g;

/** Of the arguments of the call that the text begins with, up to a function among them. */
function patternsIn(text: string): readonly RegExp[] {
  const patterns: RegExp[] = [];
  let depth = 0;
  for (const match of text.matchAll(token)) {
    if (match[0] === '(') depth++;
    else if (match[0] === ')') depth--;
    else if (match[0] === '=>' || match[0] === 'function') break;
    else if (depth > 0) patterns.push(...patternOf(match, text));
    if (depth <= 0 && match[0] === ')') break;
  }
  return patterns;
}

/** A literal, with what is put in or added to it as anything. */
function patternOf(match: RegExpMatchArray, text: string): readonly RegExp[] {
  const [whole, single, double, template] = match;
  const { index = 0 } = match;
  const literal = single ?? double;
  const pieces = literal === undefined ? template?.split(/\$\{[^{}]*\}/) : [literal];
  if (pieces === undefined || pieces.join('').length < 2) return [];
  const before = /\+\s*$/.test(text.slice(0, index)) ? any : '';
  const after = /^\s*\+/.test(text.slice(index + whole.length)) ? any : '';
  return [new RegExp(`^${before}${pieces.map(escaped).join(any)}${after}$`)];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
