import type { Node } from '@vscode/tree-sitter-wasm';
import type { JavaScriptFile } from './javascriptFile.ts';
import { handlerOf, unknownHandler } from './javascriptHandlers.ts';
import { entriesOf, propertyOf } from './javascriptNodes.ts';
import { frameworkOf } from './javascriptRouters.ts';
import { placeOf } from './place.ts';
import { isUnknown, joined } from './textPattern.ts';

const verb = /^(?:GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD|\*|ANY)$/i;

/**
 * A route as an object, of Fastify (`url`) or Hapi (`path`), wherever it stands: `{ method, path, handler }` says by itself what
 * it is.
 */
export function visitRouteObject(file: JavaScriptFile, object: Node): void {
  if (object.namedChildCount < 3 || object.namedChildCount > maxProperties) return;
  const entries = new Map(entriesOf(object).map(({ key, value }) => [key, value]));
  const pathNode = entries.get('url') ?? entries.get('path');
  const methodNode = entries.get('method') ?? entries.get('methods');
  const handlerNode =
    entries.get('handler') ?? propertyOf(entries.get('options') ?? entries.get('config'), 'handler');
  if (pathNode === undefined || methodNode === undefined || handlerNode === undefined) return;
  const methods = file.texts.listOf(methodNode).map((text) => text.join('').toUpperCase());
  const path = file.texts.textOf(pathNode);
  if (isUnknown(path) || !/^(?:\/|$)/.test(path[0] ?? '') || !methods.every((one) => verb.test(one))) return;
  file.facts.routes.push({
    methods: methods.filter((one) => /^[A-Z]+$/.test(one) && one !== 'ANY'),
    path: joined([file.prefixOfObject.get(object.id) ?? [''], path]),
    router: file.routerOfObject.get(object.id) ?? '',
    within: file.within,
    handler: handlerOf(file, handlerNode) ?? unknownHandler,
    framework: frameworkOf(file),
    place: placeOf(object),
  });
}

const maxProperties = 30;
