import type { Confidence, Placement } from '../../shared/placement.ts';
import type { Definition, DefinitionFinder, Definitions } from '../definitionFinder.ts';
import { lower } from '../fileConfidence.ts';
import type { RungContext } from '../rung.ts';
import type { HandlerRef, Place } from '../syntax/fileFacts.ts';
import { lesser, placementAt, placementOf } from './placements.ts';

/** Something that is registered with a handler. */
export interface Registration {
  readonly path: string;
  readonly handler: HandlerRef;
  /** The call or decorator that registers it. */
  readonly place: Place;
}

const nothing: Definitions = { found: [], sure: false };

interface Answer {
  readonly rung: string;
  readonly confidence: Confidence;
  readonly evidence: string;
  /** Of the request, in upper case: a class handles each with a method of its own. */
  readonly method?: string;
}

/** The definition of a handler first, then where it is registered; the registration alone where that is all there is. */
export async function handlerPlaces(
  { path, handler, place }: Registration,
  { rung, confidence, evidence, method = '' }: Answer,
  context: RungContext,
  definitions: DefinitionFinder,
): Promise<readonly Placement[]> {
  const registration = (sure: Confidence): Placement =>
    placementAt(path, place, { rung, confidence: sure, evidence });
  if (handler.type === 'here') {
    const here = placementAt(path, handler.place, { rung, confidence, evidence });
    return handler.place.line === place.line ? [here] : [here, registration(lower(confidence))];
  }
  const { found, sure } = await definitionsOf(handler, path, context, definitions);
  const [definition] = found;
  if (definition === undefined || found.length > 1) return [registration(confidence)];
  const target = await methodOf(definition, method, context);
  const why = sure ? evidence : `${evidence}; the only handler of that name`;
  // The registration is certain; a definition found by its name alone is less so.
  const certainty = sure ? confidence : lesser(confidence, 'medium');
  return [
    placementOf(target, { rung, confidence: certainty, evidence: why }),
    registration(lower(confidence)),
  ];
}

/**
 * A function that was given to the named one is likelier the handler, since that one then only puts something around
 * it. Where it cannot be told which one is given, neither is.
 */
async function definitionsOf(
  handler: HandlerRef,
  path: string,
  context: RungContext,
  definitions: DefinitionFinder,
): Promise<Definitions> {
  if (handler.type !== 'name') return nothing;
  if (handler.abstract === true) return definitions.implementations(handler.name, context);
  for (const name of handler.given ?? []) {
    const { found, sure } = await definitions.find(name, path, context);
    if (sure && found[0]?.symbol.isType !== true) return { found, sure: false };
    const method = /\.(\w+)$/.exec(name)?.[1];
    if (method === undefined) continue;
    const alike = await definitions.find(method, path, context);
    if (alike.found.some(({ symbol }) => symbol.containers.length > 0)) return nothing;
  }
  return definitions.find(handler.name, path, context);
}

/** The method of a class-based view that takes requests of an HTTP method (Django, Flask, aiohttp). */
async function methodOf(definition: Definition, method: string, { index }: RungContext): Promise<Definition> {
  const { path, symbol } = definition;
  if (symbol.isType !== true || method === '') return definition;
  const owner = [...symbol.containers, symbol.name].join('.');
  const methods = (await index.factsOf(path))?.symbols.filter(
    ({ containers }) => containers.join('.') === owner,
  );
  const own =
    methods?.find(({ name }) => name === method.toLowerCase()) ??
    methods?.find(({ name }) => /^(?:__invoke|call|handle|dispatch)$/.test(name));
  return own === undefined ? definition : { path, symbol: own };
}
