import type { SiteId } from '../shared/ids.ts';
import type { SiteRelatives } from '../shared/protocol.ts';
import type { Site } from '../shared/site.ts';
import type { Relatives } from './rung.ts';

interface Options {
  /** `relatives` of the collector. */
  readonly ask: (query: { readonly sites: readonly SiteId[] }) => Promise<readonly SiteRelatives[]>;
  readonly site: (id: SiteId) => Site | undefined;
}

interface Waiting {
  readonly id: SiteId;
  readonly settle: (answer: Relatives) => void;
  readonly fail: (error: unknown) => void;
}

const nobody: Relatives = { ancestors: [], descendants: [] };

/** More sites than these in one question would keep the collector from others for long. */
const sitesPerQuestion = 500;

/** What surrounds sites, by the collector; those asked for while a question is under way share the next one. */
export class RelativesSource {
  readonly #ask: Options['ask'];
  readonly #site: Options['site'];
  #waiting: Waiting[] = [];
  #running = false;

  constructor({ ask, site }: Options) {
    this.#ask = ask;
    this.#site = site;
  }

  of({ id }: Site): Promise<Relatives> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ id, settle, fail });
      if (!this.#running) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      // Whoever asks in the same turn is in the first question already.
      await Promise.resolve();
      await this.#answer(this.#waiting.splice(0, sitesPerQuestion));
    }
    this.#running = false;
  }

  async #answer(asked: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#ask({ sites: [...new Set(asked.map(({ id }) => id))] });
      const known = new Map(answers.map((answer) => [answer.site, answer]));
      for (const { id, settle } of asked) settle(this.#resolved(known.get(id)));
    } catch (error) {
      for (const { fail } of asked) fail(error);
    }
  }

  #resolved(answer: SiteRelatives | undefined): Relatives {
    if (answer === undefined) return nobody;
    const sitesOf = (ids: readonly SiteId[]) => ids.flatMap((id) => this.#site(id) ?? []);
    const { ancestors, descendants, exceptionStack } = answer;
    return {
      ancestors: ancestors.map(sitesOf),
      descendants: sitesOf(descendants),
      ...(exceptionStack === undefined ? {} : { exceptionStack }),
    };
  }
}
