import type { AttributeKey } from '../../src/shared/traceAttributes.ts';
import { parseQuery, type QueryTerm, queryOperators, queryTerm } from './query.ts';
import { isSpanField, type SpanField, spanFields, spanStates } from './spanFields.ts';

/** What can stand where the caret is. */
export interface Completions {
  /** The part of the text that a choice takes the place of. */
  readonly start: number;
  readonly end: number;
  readonly choices: readonly Completion[];
}

export interface Completion {
  /** What is put in. */
  readonly insert: string;
  /** What is shown, and what it is in a few words. */
  readonly label: string;
  readonly detail: string;
}

/** What there is to choose from in the trace in view. */
export interface CompletionSource {
  /** Most frequent first. */
  readonly keys: readonly AttributeKey[];
  /** Distinct values of a field of every span, such as the services; empty where a list would be of no use. */
  valuesOf(field: SpanField): readonly string[];
}

const mostChoices = 50;
const none: Completions = { start: 0, end: 0, choices: [] };

/** Keys while a word is typed, values behind an operator. */
export function completions(text: string, caret: number, source: CompletionSource): Completions {
  const term = termAt(text, caret);
  if (term?.key === undefined) return keyCompletions(text, caret, term, source);
  const start = term.start + (term.negated ? 1 : 0);
  const choices = valueCompletions(term, term.key, source);
  return { start, end: term.end, choices };
}

/** The term that is being typed: the caret stands at its end, or in it. */
function termAt(text: string, caret: number): QueryTerm | undefined {
  const { alternatives, problems } = parseQuery(text.slice(0, caret));
  const last = alternatives.flat().at(-1);
  if (last !== undefined && last.end === caret) return last;
  const problem = problems.at(-1);
  return problem !== undefined && problem.end === caret ? unfinished(text, problem) : undefined;
}

/** A term whose value is still missing: `http.route=`. */
function unfinished(text: string, { start, end }: { readonly start: number; readonly end: number }) {
  const typed = parseQuery(`${text.slice(start, end)}x`).alternatives.flat()[0];
  return typed === undefined ? undefined : { ...typed, start, end, value: '' };
}

function keyCompletions(
  text: string,
  caret: number,
  term: QueryTerm | undefined,
  source: CompletionSource,
): Completions {
  const start = term === undefined ? caret : term.start + (term.negated ? 1 : 0);
  const typed = text.slice(start, caret).toLowerCase();
  if (typed.startsWith('"')) return none;
  const fields = Object.entries(spanFields).map(([key, detail]) => ({
    insert: isNumber(key) ? `${key}>` : `${key}=`,
    label: key,
    detail,
  }));
  const states = Object.entries(spanStates).map(([state, detail]) => ({
    insert: `is:${state}`,
    label: `is:${state}`,
    detail,
  }));
  const attributes = source.keys.map(({ key, spans, from }) => ({
    insert: queryTerm(key, 'x').slice(0, -1),
    label: key,
    detail: `${spans.toLocaleString('en-US')} ${spans === 1 ? 'span' : 'spans'}${from === 'span' ? '' : `, ${from}`}`,
  }));
  return { start, end: caret, choices: ranked([...fields, ...states, ...attributes], typed) };
}

function isNumber(key: string): boolean {
  return ['duration', 'self', 'critical', 'start', 'events', 'depth'].includes(key);
}

function valueCompletions(term: QueryTerm, key: string, source: CompletionSource): readonly Completion[] {
  if (key === 'is') {
    const states = Object.entries(spanStates).map(([state, detail]) => ({
      insert: `is:${state}`,
      label: state,
      detail,
    }));
    return ranked(states, term.value.toLowerCase());
  }
  const values = isSpanField(key) ? source.valuesOf(key) : valuesOfAttribute(key, source.keys);
  const choices = values.map((value) => ({
    insert: queryTerm(key, value).replace('=', term.operator === ':' ? '=' : term.operator),
    label: value,
    detail: '',
  }));
  return ranked(choices, term.value.toLowerCase());
}

function valuesOfAttribute(key: string, keys: readonly AttributeKey[]): readonly string[] {
  return keys.find((known) => known.key === key)?.values ?? [];
}

/** What begins with the typed text, then what has it anywhere; nothing that is there already as a whole. */
function ranked(choices: readonly Completion[], typed: string): readonly Completion[] {
  const begins = choices.filter(({ label }) => label.toLowerCase().startsWith(typed));
  const contains = choices.filter(({ label }) => label.toLowerCase().indexOf(typed) > 0);
  return [...begins, ...contains].filter(({ label }) => label.toLowerCase() !== typed).slice(0, mostChoices);
}

/** Whether a text ends where an operator could follow, so that no list should cover what is read. */
export function endsWithOperator(text: string): boolean {
  return queryOperators.some((operator) => text.endsWith(operator));
}
