import { readFileSync } from 'node:fs';
import { originalPosition, type Position } from './sourcePosition.ts';

/** Arguments longer than this are looked at no further. */
const longest = 600;
const mostLines = 12;

/** A call as the stack has it. */
export interface Call extends Position {
  readonly scriptName: string;
}

/**
 * What names stand written in a call, as literals or templates. A span whose name is not written where it is started
 * got it from a caller (`inSpan('place order', …)`), and that caller's line says more than the one that starts all
 * of them. None where the source is not at hand; then the nearest line stands.
 */
export function patternsAt(call: Call): readonly RegExp[] {
  const { path, line, column } = originalPosition(call.scriptName, call) ?? call;
  const lines = textOf(path).split('\n', line + mostLines);
  const first = lines[line - 1]?.slice(column - 1, column - 1 + longest) ?? '';
  return patternsIn([first, ...lines.slice(line)].join('\n').slice(0, longest));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The program may have been compiled elsewhere.
    return '';
  }
}

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
    else if (depth > 0) patterns.push(...patternOf(match));
    if (depth <= 0 && match[0] === ')') break;
  }
  return patterns;
}

function patternOf([, single, double, template]: RegExpMatchArray): readonly RegExp[] {
  const literal = single ?? double;
  const pieces = literal === undefined ? template?.split(/\$\{[^{}]*\}/) : [literal];
  if (pieces === undefined || pieces.join('').length < 2) return [];
  return [new RegExp(`^${pieces.map(escaped).join('[\\s\\S]*')}$`)];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
