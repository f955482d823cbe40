import type { CodeSymbol } from '../codeSymbol.ts';
import type { HandlerRef, Place } from './fileFacts.ts';
import type { JavaScriptFile } from './javascriptFile.ts';

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** A file that is a route by where it lies. */
interface FileRoute {
  readonly framework: string;
  readonly path: string;
  /** What the file exports that answers requests, with the methods. */
  readonly handlers: readonly (readonly [exported: string, methods: readonly string[]])[];
}

const byVerb = verbs.map((verb) => [verb, [verb]] as const);
const page = [['default', ['GET']]] as const;
const anyMethod = [['default', []]] as const;

/** Routes of Next.js, SvelteKit, Remix, Astro and Nitro, which say their path by the file's. */
export function addFileRoutes(file: JavaScriptFile): void {
  const route = fileRouteOf(file.path.replaceAll('\\', '/'));
  if (route === undefined) return;
  for (const [exported, methods] of route.handlers) {
    const handler = handlerOf(file, exported);
    if (handler === undefined) continue;
    const { framework, path } = route;
    const place: Place = handler.type === 'here' ? handler.place : { line: 1, column: 1, endLine: 1 };
    file.facts.routes.push({ methods, path: [path], router: '', within: '', handler, framework, place });
  }
}

const code = String.raw`\.(?:[cm]?[jt]s|[jt]sx)$`;

const kinds: readonly (readonly [RegExp, (match: RegExpExecArray) => FileRoute | undefined])[] = [
  [
    // app/(shop)/orders/[id]/route.ts, page.tsx
    new RegExp(`(?:^|.*/)app((?:/[^/]+)*)/(route|page)${code}`),
    ([, folders = '', kind]) => ({
      framework: 'next',
      path: pathOf(folders.split('/')),
      handlers: kind === 'route' ? byVerb : page,
    }),
  ],
  [
    new RegExp(`(?:^|.*/)routes((?:/[^/]+)*)/[+](server|page.server|page)${code}`),
    ([, folders = '', kind]) => ({
      framework: 'sveltekit',
      path: pathOf(folders.split('/')),
      handlers: kind === 'server' ? byVerb : [['load', ['GET']]],
    }),
  ],
  [
    new RegExp(`(?:^|.*/)server/(api|routes)((?:/[^/]+)*/[^/]+)${code}`),
    ([, kind, rest = '']) => {
      const [, name = '', verb] = /^(.*?)(?:\.(get|post|put|patch|delete|head|options))?$/.exec(rest) ?? [];
      const path = pathOf([...(kind === 'api' ? ['api'] : []), ...withoutIndex(name).split('/')]);
      return {
        framework: 'nitro',
        path,
        handlers: [['default', verb === undefined ? [] : [verb.toUpperCase()]]],
      };
    },
  ],
  [
    new RegExp(`(?:^|.*/)app/routes/([^/]+)(?:/route)?${code}`),
    ([, name = '']) => ({
      framework: 'remix',
      path: remixPath(name),
      handlers: [
        ['loader', ['GET']],
        ['action', ['POST', 'PUT', 'PATCH', 'DELETE']],
      ],
    }),
  ],
  [
    new RegExp(`(?:^|.*/)pages((?:/[^/]+)*/[^/]+)${code}`),
    ([, rest = '']) => {
      if (/\/_(?:app|document|error|middleware)$/.test(rest)) return undefined;
      const path = pathOf(withoutIndex(rest).split('/'));
      return {
        framework: 'next',
        path,
        handlers: [...(rest.startsWith('/api/') ? anyMethod : page), ...byVerb],
      };
    },
  ],
];

function fileRouteOf(path: string): FileRoute | undefined {
  for (const [pattern, routeOf] of kinds) {
    const match = pattern.exec(path);
    if (match !== null) return routeOf(match);
  }
  return undefined;
}

/** Without groups `(shop)`, slots `@modal` and empty parts. */
function pathOf(folders: readonly string[]): string {
  const parts = folders.filter((part) => part !== '' && !/^(?:\(.*\)|@.*)$/.test(part));
  return `/${parts.join('/')}`;
}

function withoutIndex(path: string): string {
  return path.replace(/\/index$/, '');
}

/** `orders.$id` is `/orders/$id`; what begins with `_` is a layout alone. */
function remixPath(name: string): string {
  const parts = name.split('.').filter((part) => !part.startsWith('_'));
  return pathOf(parts.map((part) => part.replace(/_$/, '')));
}

/** The function of that name at the top, or what is exported by it. */
function handlerOf({ facts }: JavaScriptFile, exported: string): HandlerRef | undefined {
  const local = facts.exports.find(({ name }) => name === exported)?.local ?? exported;
  const symbol = facts.symbols.find((one) => one.name === local && one.containers.length === 0);
  if (symbol !== undefined) return { type: 'here', place: placeOfSymbol(symbol), name: symbol.name };
  return local === exported ? undefined : { type: 'name', name: local };
}

function placeOfSymbol({ line, column, endLine = line }: CodeSymbol): Place {
  return { line, column, endLine };
}
