import { type Signal, signal } from '@preact/signals';
import { messageOf } from '../../src/shared/assert.ts';
import type { MetricExemplars } from '../../src/shared/metricExemplars.ts';
import type { BackLink } from '../../src/shared/protocol.ts';
import type { SpanHostApi } from '../../src/shared/spanProtocol.ts';
import type { TraceLogs } from '../../src/shared/traceLogs.ts';

/** Something that comes after the span itself. */
export type Later<T> =
  /** Whether the span before had some: its place is then kept, so that nothing jumps twice. */
  | { readonly kind: 'loading'; readonly hadSome: boolean }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'there'; readonly value: T };

type CompanionHost = Pick<SpanHostApi, 'logs' | 'backLinks' | 'exemplars'>;

/** How long a selection rests before more is asked about it: moving through rows by key asks for none of them. */
const restMillis = 120;

/** What is known of the selected span beyond what was sent of it: its logs, measurements, and the spans that link to it. */
export class SpanCompanions {
  readonly logs: Signal<Later<TraceLogs>> = signal({ kind: 'loading', hadSome: false });
  readonly backLinks: Signal<Later<readonly BackLink[]>> = signal({ kind: 'loading', hadSome: false });
  readonly exemplars: Signal<Later<MetricExemplars>> = signal({ kind: 'loading', hadSome: false });
  readonly #host: CompanionHost;
  #span = '';
  #asked = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(host: CompanionHost) {
    this.#host = host;
  }

  /** Answers on their way may be about another span by now. */
  forgetQuestions(): void {
    this.#asked++;
    clearTimeout(this.#rest);
  }

  /** Asks once the selection rests; of the same span as before, what is known stays until then. */
  ask(span: string): void {
    this.forgetQuestions();
    if (span !== this.#span) {
      this.#span = span;
      this.logs.value = {
        kind: 'loading',
        hadSome: hadSome(this.logs.value, ({ records }) => records.length),
      };
      this.exemplars.value = {
        kind: 'loading',
        hadSome: hadSome(this.exemplars.value, ({ total }) => total),
      };
      this.backLinks.value = {
        kind: 'loading',
        hadSome: hadSome(this.backLinks.value, ({ length }) => length),
      };
    }
    this.#rest = setTimeout(() => {
      void this.#answer(this.logs, () => this.#host.logs());
      void this.#answer(this.exemplars, () => this.#host.exemplars());
      void this.#answer(this.backLinks, () => this.#host.backLinks());
    }, restMillis);
  }

  async #answer<T>(into: Signal<Later<T>>, question: () => Promise<T>): Promise<void> {
    const asked = this.#asked;
    const answer = await later(question);
    if (asked === this.#asked) into.value = answer;
  }
}

function hadSome<T>(before: Later<T>, count: (value: T) => number): boolean {
  return before.kind === 'loading' ? before.hadSome : before.kind === 'there' && count(before.value) > 0;
}

async function later<T>(question: () => Promise<T>): Promise<Later<T>> {
  try {
    return { kind: 'there', value: await question() };
  } catch (error) {
    return { kind: 'failed', message: messageOf(error) };
  }
}
