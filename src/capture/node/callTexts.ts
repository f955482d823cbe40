import { readFileSync } from 'node:fs';
import { originalPosition, type Position } from './sourcePosition.ts';

/** Arguments longer than this are looked at no further. */
const longest = 600;
const mostFiles = 64;

/** A call as the stack has it. */
export interface Call extends Position {
  readonly scriptName: string;
}

/**
 * What names stand written in a call. A span whose name is not written where it is started got it from a caller
 * (`inSpan('place order', …)`), and that caller's line says more than the one line that starts all of them.
 */
export class CallTexts {
  readonly #files = new Map<string, readonly string[]>();
  readonly #patterns = new Map<string, readonly RegExp[]>();

  /** Whether the call at that place has the name among its arguments, as a literal or a template. */
  names(call: Call, name: string): boolean {
    return this.#patternsAt(call).some((it) => it.test(name));
  }

  #patternsAt(call: Call): readonly RegExp[] {
    const key = `${call.path}:${call.line}:${call.column}`;
    const known = this.#patterns.get(key);
    if (known !== undefined) return known;
    const patterns = patternsIn(this.#textAt(originalPosition(call.scriptName, call) ?? call));
    this.#patterns.set(key, patterns);
    return patterns;
  }

  #textAt({ path, line, column }: Position): string {
    const lines = this.#linesOf(path);
    return [lines[line - 1]?.slice(column - 1, column - 1 + longest) ?? '', ...lines.slice(line, line + 12)]
      .join('\n')
      .slice(0, longest);
  }

  #linesOf(path: string): readonly string[] {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    if (this.#files.size >= mostFiles) this.#files.clear();
    const lines = textOf(path).split(/\r?\n/);
    this.#files.set(path, lines);
    return lines;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The program may have been compiled elsewhere; then its names cannot be read, and the nearest line stands.
    return '';
  }
}

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.|\$(?!\{)|\$\{[^{}]*\})*)`|=>|\bfunction\b|[()]/g;

/** Of the arguments of the call that the text begins with, up to a function among them. */
function patternsIn(text: string): RegExp[] {
  const patterns: RegExp[] = [];
  let depth = 0;
  for (const match of text.matchAll(token)) {
    if (match[0] === '(') depth++;
    else if (match[0] === ')') depth--;
    else if (match[0] === '=>' || match[0] === 'function') break;
    else if (depth > 0) patterns.push(...patternOf(match));
    if (depth <= 0 && match[0] === ')') break;
  }
  return patterns;
}

function patternOf([, single, double, template]: RegExpMatchArray): RegExp[] {
  const literal = single ?? double;
  const pieces = literal === undefined ? template?.split(/\$\{[^{}]*\}/) : [literal];
  if (pieces === undefined || pieces.join('').length < 2) return [];
  return [new RegExp(`^${pieces.map(escaped).join('[sS]*')}$`)];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
