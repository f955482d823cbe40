/** Stands for what the code puts in; no character of a statement. */
export const computedMark = '\ue000';

const longest = 20_000;

/**
 * A statement of SQL in one spelling, so that the code's and the span's can be compared: literals and parameters of all
 * drivers as `?`, no comments, blanks only where they part words, names without quotes, in lower case.
 */
export function plainStatement(text: string): string {
  return text
    .slice(0, longest)
    .replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, ' ')
    .replace(/'(?:[^'\\]|''|\\.)*'/g, '?')
    .replace(/["`[]([\p{L}_][\p{L}\p{N}_.$ ]*)["`\]]/gu, '$1')
    .replace(/%\(\w+\)s|%s|\$\d+|(?<!:):[a-z_]\w*|@[a-z_]\w*|\?\d+/gi, '?')
    .replace(/(?<![\w.$])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w$])/gi, '?')
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),=<>!+*/|;-]+) ?/g, '$1')
    .replace(/\((?:\?,)+\?\)/g, '(?)')
    .replace(/(?:\(\?\),)+\(\?\)/g, '(?)')
    .replace(/;+$/, '')
    .trim()
    .toLowerCase();
}

/** The same with parameters as they are written: tells two statements apart that only differ there. */
export function spelledStatement(text: string): string {
  return text.slice(0, longest).replace(/\s+/g, ' ').trim().toLowerCase();
}
