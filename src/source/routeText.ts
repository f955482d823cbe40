import type { TextPattern } from './syntax/fileFacts.ts';

/**
 * A part of a route between slashes: its text, with `{}` for each parameter, so that the syntaxes of all frameworks are
 * one. `{*}` is the rest of the path, `{?}` a segment that the code computes.
 */
export type RouteSegment = string;

/** What a whole route or prefix is, as far as it is known. */
export interface RouteText {
  readonly segments: readonly RouteSegment[];
  /** What comes before the segments is not known. */
  readonly open: boolean;
}

/** No character of a route: stands for what the code computes until the segments are apart. */
const computed = '\ue000';

const longest = 2000;

/** Segments of a route as a framework writes it, on either side: `/a/:id`, `{id:int}`, `<int:id>`, `[id]`, `^a/(?P<b>\d+)/$`. */
export function routeSegments(route: string): readonly RouteSegment[] {
  if (route.length > longest) return [];
  return segmentsIn(new RouteReader(withoutSlashes(route)).read());
}

/** The same for a route in the code, which may be computed in part. */
export function routeTextOf(pattern: TextPattern): RouteText {
  const text = pattern.join(computed);
  if (text.length > longest) return { segments: [], open: true };
  const open = text.startsWith(computed);
  const segments = segmentsIn(new RouteReader(withoutSlashes(open ? text.slice(1) : text)).read());
  return { segments: segments.map((one) => (one.includes(computed) ? '{?}' : one)), open };
}

/** One behind the other; what stands before something unknown says nothing of the end. */
export function joinRoutes(before: RouteText, after: RouteText): RouteText {
  if (after.open) return after;
  return { segments: [...before.segments, ...after.segments], open: before.open };
}

export function isParameter(segment: RouteSegment): boolean {
  return segment === '{}' || segment === '{*}' || segment === '{?}';
}

function segmentsIn(text: string): readonly RouteSegment[] {
  return text.split('/').filter((segment) => segment !== '');
}

/** A regular expression as text: `/^\/users$/i`. */
function withoutSlashes(route: string): string {
  return /^\/\^.*\/[a-z]*$/.test(route) ? route.replace(/^\/|\/[a-z]*$/g, '') : route;
}

/** Replaces what each framework calls a parameter, from left to right. */
class RouteReader {
  readonly #text: string;
  #at = 0;
  #out = '';

  constructor(text: string) {
    this.#text = text;
  }

  read(): string {
    while (this.#at < this.#text.length) this.#step(this.#text.charAt(this.#at));
    return this.#out;
  }

  #step(character: string): void {
    if (character === '(') this.#parenthesis();
    else if (character === '{') this.#brace();
    else if (character === '<') this.#angle();
    else if (character === '[') this.#bracket();
    else if (character === ':' && this.#startsName()) this.#colon();
    else if (character === '*') this.#star();
    else if (character === '$') this.#dollar();
    else if (character === '\\') this.#escape();
    else if (character === '.' && /[*+]/.test(this.#text.charAt(this.#at + 1))) this.#parameter('{*}', 2);
    else if (character === '^' || character === '?') this.#at++;
    else if (character === '+' && this.#out.endsWith('}')) this.#at++;
    else this.#literal(character);
  }

  #literal(character: string): void {
    this.#out += character;
    this.#at++;
  }

  #parameter(token: string, length: number): void {
    this.#at += length;
    while (/[?+*]/.test(this.#text.charAt(this.#at)) && this.#text.charAt(this.#at) !== '') this.#at++;
    if (!this.#out.endsWith('{}') && !this.#out.endsWith('{*}')) this.#out += token;
  }

  /** A group of a regular expression; a part that may be missing (`(.:format)`, `(/:page)`); a folder that is no segment. */
  #parenthesis(): void {
    const length = this.#lengthOfGroup('(', ')');
    const content = this.#text.slice(this.#at + 1, this.#at + length - 1);
    const folder = this.#atSegmentStart() && /^[\w.-]+$/.test(content);
    if (content.startsWith('/') || content.startsWith('.:') || folder) this.#at += length;
    else this.#parameter('{}', length);
  }

  /** `{id}`, `{id:int}`, `{*rest}`, `{rest...}`, Go's `{$}`, Express's optional `{/:id}`. */
  #brace(): void {
    const length = this.#lengthOfGroup('{', '}');
    const content = this.#text.slice(this.#at + 1, this.#at + length - 1);
    if (content === '$' || content.startsWith('/')) this.#at += length;
    else this.#parameter(/^\*|\.\.\.$|:path$|:\.[*+]$/.test(content) ? '{*}' : '{}', length);
  }

  #angle(): void {
    const length = this.#lengthOfGroup('<', '>');
    const content = this.#text.slice(this.#at + 1, this.#at + length - 1);
    this.#parameter(content.startsWith('path:') ? '{*}' : '{}', length);
  }

  #bracket(): void {
    const length = this.#lengthOfGroup('[', ']');
    const content = this.#text.slice(this.#at, this.#at + length);
    this.#parameter(content.includes('...') ? '{*}' : '{}', length);
  }

  #colon(): void {
    const name = /^:[\p{L}\p{N}_]+/u.exec(this.#text.slice(this.#at))?.[0] ?? ':';
    this.#at += name.length;
    const constraint = this.#text.charAt(this.#at) === '(' ? this.#lengthOfGroup('(', ')') : 0;
    const repeated = /[*+]/.test(this.#text.charAt(this.#at + constraint));
    this.#parameter(repeated ? '{*}' : '{}', constraint);
  }

  /** Not the verb behind a resource: `/v1/{name}:cancel`. */
  #startsName(): boolean {
    const before = this.#out.charAt(this.#out.length - 1);
    return /[\p{L}_]/u.test(this.#text.charAt(this.#at + 1)) && !/[\p{L}\p{N}}]/u.test(before);
  }

  #star(): void {
    const name = /^\*+[\p{L}\p{N}_]*/u.exec(this.#text.slice(this.#at))?.[0] ?? '*';
    this.#parameter('{*}', name.length);
  }

  /** `$id` of file-system routes, or the end of a regular expression. */
  #dollar(): void {
    const name = /^\$[\p{L}_][\p{L}\p{N}_]*/u.exec(this.#text.slice(this.#at))?.[0];
    if (name !== undefined && this.#atSegmentStart()) this.#parameter('{}', name.length);
    else this.#at++;
  }

  #escape(): void {
    const next = this.#text.charAt(this.#at + 1);
    if (/[dwsDWS]/.test(next)) this.#parameter('{}', 2);
    else if (/[ZzAb]/.test(next)) this.#at += 2;
    else {
      this.#at++;
      if (next !== '') this.#literal(next);
    }
  }

  #atSegmentStart(): boolean {
    return this.#out === '' || this.#out.endsWith('/');
  }

  /** With its ends; the rest of the text where the group has none. */
  #lengthOfGroup(open: string, close: string): number {
    let depth = 0;
    for (let at = this.#at; at < this.#text.length; at++) {
      const character = this.#text.charAt(at);
      if (character === '\\') at++;
      else if (character === open) depth++;
      else if (character === close && --depth === 0) return at + 1 - this.#at;
    }
    return this.#text.length - this.#at;
  }
}
