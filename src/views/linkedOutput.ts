import { traceLink } from './traceLink.ts';
import { traceMentions } from './traceMentions.ts';

/** Of longer output nothing is linked: it is a dump rather than a log line. */
const mostCharacters = 100_000;
const mostRemembered = 10_000;

/**
 * Output of a program with a link behind each line that names a trace for the first time. The debug console makes links
 * of addresses alone, so that an id cannot be one itself.
 */
export class LinkedOutput {
  readonly #scheme: string;
  readonly #linked = new Set<string>();

  constructor(scheme: string) {
    this.#scheme = scheme;
  }

  of(output: string): string {
    if (output.length > mostCharacters || !/trace|-/i.test(output)) return output;
    return output
      .split('\n')
      .map((line, i, lines) => this.#line(line, i === lines.length - 1))
      .join('\n');
  }

  /** What may still be continued by the next output is kept apart from the link by a space. */
  #line(line: string, isOpen: boolean): string {
    const fresh = traceMentions(line).filter(({ sure, traceId }) => sure && !this.#linked.has(traceId));
    if (fresh.length === 0) return line;
    if (this.#linked.size > mostRemembered) this.#linked.clear();
    const links = new Map(fresh.map(({ traceId }) => [traceId, traceLink(this.#scheme, { traceId })]));
    for (const traceId of links.keys()) this.#linked.add(traceId);
    const text = line.trimEnd();
    return `${text} ${[...links.values()].join(' ')}${isOpen ? ' ' : line.slice(text.length)}`;
  }
}
