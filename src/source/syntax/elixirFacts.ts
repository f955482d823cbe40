import { type Facts, type FactsDraft, type LineAnalyser, newFacts } from './analyser.ts';
import type { TextPattern } from './fileFacts.ts';
import { IndentedScopes, indentOf, longestLine } from './indentedScopes.ts';
import { patternOf } from './textPattern.ts';

/** Elixir, which has no grammar here: modules and functions, and calls that start spans. */
export const elixirFacts: LineAnalyser = {
  markers: /with_span|start_span|\bspan\(/,
  readLines,
};

function readLines(lines: readonly string[]): Facts {
  const facts = newFacts();
  const scopes = new IndentedScopes<never>();
  let inText = false;
  for (const [index, line] of lines.entries()) {
    const wasInText = inText;
    if (line.split('"""').length % 2 === 0) inText = !inText;
    if (wasInText || line.length > longestLine || /^\s*(?:#|$)/.test(line)) continue;
    scopes.moveTo(line);
    if (!readDefinition(line, index + 1, scopes, facts)) readSpan(lines, index, scopes, facts);
  }
  return facts;
}

/** Clauses of one function are one definition: the first. */
function readDefinition(line: string, at: number, scopes: IndentedScopes<never>, facts: FactsDraft): boolean {
  const found = /^\s*(defmodule|defprotocol|defimpl|defp?|defmacrop?|defdelegate)\s+([\w.?!]+)/.exec(line);
  const [, keyword = '', name = ''] = found ?? [];
  if (name === '') return false;
  const isType = /^def(?:module|protocol|impl)$/.test(keyword);
  const parts = name.split('.');
  const containers = isType ? [...scopes.names, ...parts.slice(0, -1)] : scopes.names;
  const own = isType ? (parts.at(-1) ?? name) : name;
  const known = facts.symbols.some(
    (one) => one.name === own && one.containers.join('.') === containers.join('.'),
  );
  const column = line.indexOf(name, indentOf(line) + keyword.length) + 1;
  if (!known) facts.symbols.push({ name: own, containers, line: at, column, ...(isType ? { isType } : {}) });
  if (/\bdo\s*$|,\s*$|\($/.test(line) || !/\bdo:/.test(line)) scopes.open(line, name);
  return true;
}

const spanCall = /\b(?:with_span|start_span|start_active_span)\b\s*\(?\s*(.*)$/;

/** `Tracer.with_span "load" do`, `with_span :"load orders", %{} do`; the name may stand on the next line. */
function readSpan(
  lines: readonly string[],
  index: number,
  scopes: IndentedScopes<never>,
  facts: FactsDraft,
): void {
  const line = lines[index] ?? '';
  const found = spanCall.exec(line);
  if (found === null) return;
  const argument = (found[1] ?? '') === '' ? (lines[index + 1] ?? '').trim() : (found[1] ?? '');
  const name = textOf(argument);
  if (name === undefined) return;
  const place = { line: index + 1, column: indentOf(line) + 1, endLine: index + 1 };
  facts.spans.push({ name, tracer: '', place, within: scopes.names.join('.') });
}

function textOf(argument: string): TextPattern | undefined {
  const quoted = /^:?"((?:[^"\\]|\\.)*)"/.exec(argument)?.[1];
  if (quoted === undefined) {
    const atom = /^:(\w+)/.exec(argument)?.[1];
    return atom === undefined ? undefined : [atom];
  }
  const pieces = quoted.split(/#\{([^{}]*)\}/);
  return patternOf(pieces.map((piece, at) => (at % 2 === 0 ? piece : undefined)));
}
