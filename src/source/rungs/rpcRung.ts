import type { Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import type { IndexedFacts } from '../codeIndex.ts';
import type { CodeSymbol } from '../codeSymbol.ts';
import type { Definition, DefinitionFinder } from '../definitionFinder.ts';
import type { Rung, RungContext } from '../rung.ts';
import { preferService } from '../servicePreference.ts';
import { mayBeWrittenIn } from '../siteLanguage.ts';
import { segmentsOf } from '../sourcePath.ts';
import { handlerPlaces } from './handlerPlaces.ts';
import { oneOrChoices, placementOf } from './placements.ts';

/** `rpc.method`, old and new, of a server to what implements it. Who calls it is elsewhere. */
export class RpcRung implements Rung {
  readonly name = rungName;
  readonly placesHandler = true;
  readonly #definitions: DefinitionFinder;

  constructor(definitions: DefinitionFinder) {
    this.#definitions = definitions;
  }

  async place(site: Site, context: RungContext): Promise<readonly Placement[]> {
    const call = site.kind === 'server' ? callOf(site) : undefined;
    if (call === undefined) return [];
    const registered = await this.#registeredPlaces(call, site, context);
    if (registered.length > 0) return registered;
    const found = await preferService(await methodsOf(call, site, context), site, context);
    return oneOrChoices(found.map((one) => placementOf(one, reasonOf(call))));
  }

  /** `server.addService(pb.Shop.service, {…})`. */
  async #registeredPlaces(call: Call, site: Site, context: RungContext): Promise<readonly Placement[]> {
    const found = registrationsOf(call, site, await context.index.all());
    const [own, ...others] = await preferService(found, site, context);
    if (own === undefined || others.length > 0) return [];
    return await handlerPlaces(own, reasonOf(call), context, this.#definitions);
  }
}

const rungName = 'rpc.method';

interface Call {
  /** Without its package. */
  readonly service: string;
  readonly method: string;
}

const maxFiles = 60;

/** `pkg.Service/Method` in one, or the two apart; the name is the same. */
function callOf({ evidence, name }: Site): Call | undefined {
  const said = evidence['rpc.method'];
  const original = evidence['rpc.method_original'];
  const full = [said, original, name].find((one) => one !== undefined && /^\/?[\w.]+\/\w+$/.test(one));
  const isRpc =
    said !== undefined || evidence['rpc.system'] !== undefined || evidence['rpc.system.name'] !== undefined;
  if (!isRpc) return undefined;
  const [service, method] =
    full === undefined ? [evidence['rpc.service'] ?? '', said ?? ''] : full.replace(/^\//, '').split('/');
  const plain = (service ?? '').split('.').at(-1) ?? '';
  return plain === '' || (method ?? '') === '' ? undefined : { service: plain, method: method ?? '' };
}

function registrationsOf({ service, method }: Call, site: Site, { files }: IndexedFacts) {
  return [...files].flatMap(([path, facts]) =>
    facts.services
      .filter((fact) => mayBeWrittenIn(site, facts.language) && mentions(fact.service, service))
      .flatMap(({ methods }) => methods.filter(({ name }) => isSameName(name, method)))
      .map((one) => ({ path, ...one })),
  );
}

function reasonOf({ service, method }: Call) {
  return { rung: rungName, confidence: 'high', evidence: `from rpc.method ${service}/${method}` } as const;
}

/** Methods of the name, in any case, of types that are derived from what is generated for the service. */
async function methodsOf(
  { service, method }: Call,
  site: Site,
  context: RungContext,
): Promise<readonly Definition[]> {
  const names = await Promise.all([...spellings(method)].map((name) => context.files.containing(name)));
  const paths = [...new Set(names.flat())];
  if (paths.length > maxFiles) return [];
  const all = await context.index.all();
  const found: Definition[] = [];
  for (const path of paths) {
    const facts = await context.index.factsOf(path);
    if (facts === undefined || !mayBeWrittenIn(site, facts.language)) continue;
    for (const symbol of facts.symbols) {
      if (symbol.isType === true || !isSameName(symbol.name, method)) continue;
      const types = [...facts.symbols, ...(facts.language === 'go' ? packageSymbols(path, all) : [])];
      if (isOfService(symbol, types, service)) found.push({ path, symbol });
    }
  }
  return found;
}

function isOfService({ containers }: CodeSymbol, types: readonly CodeSymbol[], service: string): boolean {
  const owner = containers.at(-1);
  if (owner === undefined) return false;
  const bases = types
    .filter(({ name, isType }) => isType === true && name === owner)
    .flatMap(({ bases }) => bases ?? []);
  return (
    bases.some((base) => mentions(base, service)) ||
    containers.some((one) => mentions(one, service) && /[<. ]/.test(one))
  );
}

/** A method of Go may be in another file than its type. */
function packageSymbols(path: string, { files }: IndexedFacts): readonly CodeSymbol[] {
  const folder = folderOf(path);
  return [...files].filter(([other]) => folderOf(other) === folder).flatMap(([, { symbols }]) => symbols);
}

function folderOf(path: string): string {
  return segmentsOf(path).slice(0, -1).join('/');
}

/**
 * What generators make of a service's name: `pb.UnimplementedShopServer`, `ShopServicer`, `ShopGrpc.ShopImplBase`,
 * `Shop.ShopBase`, `Shop::Service`, `ShopCoroutineImplBase`, `pb.Shop.service`.
 */
function mentions(base: string, service: string): boolean {
  const words = base.split(/[^\p{L}\p{N}_]+/u);
  const affixes =
    /^(?:Unimplemented|Unsafe|Abstract|I)?|(?:Servicer|Server|Service|ImplBase|CoroutineImplBase|Base|Grpc|Handler|Impl|Interface)+$/g;
  return words.some(
    (word) =>
      word === service ||
      word.replace(affixes, '') === service.replace(/Service$/, '') ||
      word.replace(affixes, '') === service,
  );
}

function spellings(method: string): ReadonlySet<string> {
  const camel = method.charAt(0).toLowerCase() + method.slice(1);
  const snake = camel.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
  return new Set([method, camel, snake, `${method}Async`]);
}

function isSameName(name: string, method: string): boolean {
  return spellings(method).has(name);
}
