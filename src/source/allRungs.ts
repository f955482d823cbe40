import type { Site } from '../shared/site.ts';
import { DefinitionFinder } from './definitionFinder.ts';
import { filePathRung } from './filePathRung.ts';
import { FunctionNameRung } from './functionNameRung.ts';
import type { Rung } from './rung.ts';
import { ancestorRung } from './rungs/ancestorRung.ts';
import { clientCallRung } from './rungs/clientCallRung.ts';
import { codeOriginRung } from './rungs/codeOriginRung.ts';
import { ConsumerRung } from './rungs/consumerRung.ts';
import { dottedNameRung } from './rungs/dottedNameRung.ts';
import { elixirRung } from './rungs/elixirRung.ts';
import { frameworkRung } from './rungs/frameworkRung.ts';
import { HttpRouteRung } from './rungs/httpRouteRung.ts';
import { literalRung } from './rungs/literalRung.ts';
import { RpcRung } from './rungs/rpcRung.ts';
import { scopeRung } from './rungs/scopeRung.ts';
import { sendingRung } from './rungs/sendingRung.ts';
import { SpanNameRung } from './rungs/spanNameRung.ts';
import { codeStackRung, exceptionRung } from './rungs/stackRungs.ts';
import { StatementRung } from './rungs/statementRung.ts';
import type { SymbolProvider } from './symbolProvider.ts';

/** Every rung there is, the surest evidence first. */
export function allRungs(provider?: SymbolProvider): readonly Rung[] {
  const definitions = new DefinitionFinder();
  return [
    { ...filePathRung, placesHandler: isCaptured },
    codeOriginRung,
    handlingWhereNamed(new FunctionNameRung(provider)),
    codeStackRung,
    frameworkRung,
    elixirRung,
    new HttpRouteRung(definitions),
    new RpcRung(definitions),
    new ConsumerRung(definitions),
    new SpanNameRung(),
    dottedNameRung,
    new StatementRung(),
    clientCallRung,
    sendingRung,
    literalRung,
    exceptionRung,
    scopeRung,
    ancestorRung,
  ];
}

/** What our capture writes on a span of kind SERVER is its handler, and no middleware. */
function isCaptured({ evidence }: Site): boolean {
  return evidence['spanline.capture'] !== undefined;
}

/** A function without a file is what a framework calls (Quarkus, Rails, controllers), and no place of a middleware. */
function handlingWhereNamed(rung: Rung): Rung {
  const placesHandler = (site: Site) => isCaptured(site) || site.code.filePath === undefined;
  return { name: rung.name, placesHandler, place: (site, context) => rung.place(site, context) };
}
