import { isSpanField } from './spanFields.ts';

/** How a term compares; `:` finds a part of the value, whatever the case, and `=~` a regular expression. */
export const queryOperators = ['!=', '!~', '=~', '>=', '<=', '=', '>', '<', ':'] as const;
export type QueryOperator = (typeof queryOperators)[number];

/** One condition on a span, with where it stands in the text. */
export interface QueryTerm {
  readonly negated: boolean;
  readonly start: number;
  readonly end: number;
  /** `undefined` for a word, which is looked for in name, service and note. */
  readonly key: string | undefined;
  readonly operator: QueryOperator;
  readonly value: string;
  /** Whether the value was in quotes: then `*` stands for itself, and the empty text is a value. */
  readonly quoted: boolean;
}

/** What is wrong with a part of the text; that part finds nothing and hides nothing. */
export interface QueryProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** Spans match where every term of one of the alternatives holds. */
export interface Query {
  readonly alternatives: readonly (readonly QueryTerm[])[];
  readonly problems: readonly QueryProblem[];
}

/**
 * Reads what is looked for: terms parted by blanks, all of which must hold; `OR` between terms parts alternatives;
 * `-` before a term turns it around. A term is a word, a text in double quotes, or key, operator and value.
 */
export function parseQuery(text: string): Query {
  const alternatives: QueryTerm[][] = [[]];
  const problems: QueryProblem[] = [];
  const reader = new QueryReader(text);
  for (let term = reader.next(); term !== undefined; term = reader.next()) {
    if (isOr(term)) {
      alternatives.push([]);
      continue;
    }
    const message = problemOf(term);
    if (message !== undefined) problems.push({ start: term.start, end: term.end, message });
    else alternatives.at(-1)?.push(term);
  }
  return { alternatives: alternatives.filter((terms) => terms.length > 0), problems };
}

/** `http.route="/cart"`: the term that finds spans with exactly this value. */
export function queryTerm(key: string, value: string): string {
  return `${quotedWhere(/[\s"=<>!:~\\]|^-/, key)}=${quotedWhere(/[\s"*\\]|^$/, value)}`;
}

function quotedWhere(needed: RegExp, text: string): string {
  return needed.test(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : text;
}

/** The words that are looked for as they are, to be marked where they stand. */
export function queryWords({ alternatives }: Query): string[] {
  return alternatives
    .flat()
    .filter(({ key, negated, value }) => key === undefined && !negated && value !== '')
    .map(({ value }) => value);
}

/** Keys of the attributes that terms name, each once. */
export function attributesOf({ alternatives }: Query): string[] {
  const keys = alternatives.flat().flatMap(({ key }) => key ?? []);
  return [...new Set(keys)].filter((key) => key !== 'is' && !isSpanField(key));
}

function isOr({ key, quoted, value, negated }: QueryTerm): boolean {
  return key === undefined && !quoted && !negated && value === 'OR';
}

function problemOf({ key, operator, value, quoted }: QueryTerm): string | undefined {
  if (key === undefined) return undefined;
  if (value === '' && !quoted) return `A value is missing behind ${key}${operator}`;
  if (operator !== '=~' && operator !== '!~') return undefined;
  try {
    new RegExp(value);
    return undefined;
  } catch {
    return `"${value}" is no regular expression`;
  }
}

/** Reads one term after the other; never fails, since text is being typed. */
class QueryReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): QueryTerm | undefined {
    while (isBlank(this.#text[this.#at])) this.#at++;
    if (this.#at >= this.#text.length) return undefined;
    const start = this.#at;
    const negated =
      this.#text[start] === '-' && !isBlank(this.#text[start + 1]) && start + 1 < this.#text.length;
    if (negated) this.#at++;
    const first = this.#part(true);
    const operator = this.#operator(first.text);
    if (operator === undefined || (first.text === '' && !first.quoted)) {
      const value = operator === undefined ? first.text : `${operator}${this.#part(false).text}`;
      return { negated, start, end: this.#at, key: undefined, operator: ':', value, quoted: first.quoted };
    }
    const value = this.#part(false);
    return {
      negated,
      start,
      end: this.#at,
      key: first.text,
      operator,
      value: value.text,
      quoted: value.quoted,
    };
  }

  #operator(key: string): QueryOperator | undefined {
    const found = this.#operatorHere(key);
    this.#at += found?.length ?? 0;
    return found;
  }

  /** Colons are parts of many texts (`charge.ts:19`, `http://…`): they compare only what every span has. */
  #operatorHere(key: string): QueryOperator | undefined {
    const found = queryOperators.find((operator) => this.#text.startsWith(operator, this.#at));
    return found === ':' && !isSpanField(key) && key !== 'is' ? undefined : found;
  }

  /** Up to the next blank, or of a key up to its operator; in quotes, up to the closing one. */
  #part(isKey: boolean): { readonly text: string; readonly quoted: boolean } {
    if (this.#text[this.#at] === '"') return { text: this.#quoted(), quoted: true };
    const from = this.#at;
    while (this.#at < this.#text.length && !isBlank(this.#text[this.#at])) {
      if (isKey && this.#operatorHere(this.#text.slice(from, this.#at)) !== undefined) break;
      this.#at++;
    }
    return { text: this.#text.slice(from, this.#at), quoted: false };
  }

  #quoted(): string {
    let text = '';
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] as string;
      if (character === '"') {
        this.#at++;
        return text;
      }
      if (character === '\\' && this.#at + 1 < this.#text.length) text += this.#text[++this.#at];
      else text += character;
    }
    return text;
  }
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n';
}
