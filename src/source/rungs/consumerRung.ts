import type { Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import type { IndexedFacts } from '../codeIndex.ts';
import type { DefinitionFinder } from '../definitionFinder.ts';
import { FactsCache } from '../factsCache.ts';
import { knownLength, matchesPattern } from '../matchPattern.ts';
import type { Rung, RungContext } from '../rung.ts';
import { preferService } from '../servicePreference.ts';
import { mayBeWrittenIn } from '../siteLanguage.ts';
import type { ConsumerFact } from '../syntax/fileFacts.ts';
import type { Language } from '../syntax/language.ts';
import { isLiteral } from '../syntax/textPattern.ts';
import { handlerPlaces } from './handlerPlaces.ts';
import { oneOrChoices } from './placements.ts';

interface Consumer extends ConsumerFact {
  readonly path: string;
  readonly language: Language;
}

/** Consumers by what they take, and those whose destination is computed in part. */
interface Consumers {
  readonly literal: ReadonlyMap<string, readonly Consumer[]>;
  readonly computed: readonly Consumer[];
}

const shortestKnown = 3;

/** The queue, topic, task or field of GraphQL to what takes it. Who sends is elsewhere. */
export class ConsumerRung implements Rung {
  readonly name = 'consumer';
  readonly placesHandler = true;
  readonly #consumers = new FactsCache(consumersOf);

  readonly #definitions: DefinitionFinder;

  constructor(definitions: DefinitionFinder) {
    this.#definitions = definitions;
  }

  async place(site: Site, context: RungContext): Promise<readonly Placement[]> {
    const destinations = destinationsOf(site);
    if (destinations.length === 0) return [];
    const consumers = await this.#consumers.of(context);
    for (const destination of destinations) {
      const found = takersOf(destination, consumers).filter(({ language }) => mayBeWrittenIn(site, language));
      const own = await preferService(found, site, context);
      if (own.length > 0) return await this.#answer(own, destination, context);
    }
    return [];
  }

  async #answer(
    own: readonly Consumer[],
    destination: string,
    context: RungContext,
  ): Promise<readonly Placement[]> {
    const answers: (readonly Placement[])[] = [];
    for (const consumer of own) {
      const confidence = isLiteral(consumer.destination) ? 'high' : 'medium';
      const evidence = `takes what is sent to ${destination}`;
      answers.push(
        await handlerPlaces(consumer, { rung: this.name, confidence, evidence }, context, this.#definitions),
      );
    }
    return answers.length === 1
      ? (answers[0] ?? [])
      : oneOrChoices(answers.flatMap(([first]) => first ?? []));
  }
}

function destinationsOf({ evidence, kind, name }: Site): readonly string[] {
  const { 'graphql.parent.name': parent, 'graphql.field.name': field } = evidence;
  if (parent !== undefined && field !== undefined) return [`${parent}.${field}`];
  if (kind !== 'consumer') return [];
  const task = evidence['celery.task_name'];
  const destination = evidence['messaging.destination.name'] ?? evidence['messaging.destination'];
  // `orders process`, `process orders`: how messaging spans are called.
  const inName =
    /^(?:(?:process|receive|consume|deliver) (\S+)|(\S+) (?:process|receive|consume|deliver))$/.exec(name);
  const said = [task, destination, inName?.[1] ?? inName?.[2]];
  return [...new Set(said.filter((one) => one !== undefined && one !== ''))].filter(
    (one) => one !== undefined,
  );
}

function takersOf(destination: string, { literal, computed }: Consumers): readonly Consumer[] {
  const exact = literal.get(destination);
  if (exact !== undefined) return exact;
  const fitting = computed.filter((one) => matchesPattern(one.destination, destination));
  const most = Math.max(shortestKnown, ...fitting.map((one) => knownLength(one.destination)));
  return fitting.filter((one) => knownLength(one.destination) === most);
}

function consumersOf({ files }: IndexedFacts): Consumers {
  const all = [...files].flatMap(([path, { consumers, language }]) =>
    consumers.map((one) => ({ ...one, path, language })),
  );
  const literal = new Map<string, Consumer[]>();
  for (const one of all.filter(({ destination }) => isLiteral(destination))) {
    const key = one.destination[0] ?? '';
    literal.set(key, [...(literal.get(key) ?? []), one]);
  }
  return { literal, computed: all.filter(({ destination }) => !isLiteral(destination)) };
}
