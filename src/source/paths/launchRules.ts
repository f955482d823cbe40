import { readJson } from '../readJson.ts';
import { listAt, textAt, valueAt } from '../valueAt.ts';
import type { PrefixRule } from './prefixRule.ts';
import { expandFolder } from './variables.ts';

/**
 * The mappings of every configuration of a `launch.json`, as debuggers read them: `localRoot` with `remoteRoot`
 * (Node, Python), `pathMappings` (Python's list, PHP's object), `substitutePath` and `remotePath` (Go),
 * `sourceFileMap` (.NET, C++), `sourceMap` (LLDB), `serverSourceRoot` with `localSourceRoot` (PHP).
 */
export function launchRules(text: string, folder: string, folders: readonly string[]): readonly PrefixRule[] {
  const said = readJson(text);
  return listAt(said, 'configurations').flatMap((configuration) => {
    const webRoot = expandFolder(textAt(configuration, 'webRoot') ?? '', folder, folders);
    const services = servicesOf(configuration);
    return pairsOf(configuration).flatMap(({ remote, local }) => {
      const target = expandFolder(local, folder, folders, { webRoot });
      return target === undefined || remote.includes('${') || remote === ''
        ? []
        : [{ remote, folder: target, services, from: 'launch.json' }];
    });
  });
}

interface Pair {
  readonly remote: string;
  readonly local: string;
}

function pairsOf(configuration: unknown): readonly Pair[] {
  // A browser's mappings are of the paths of addresses.
  if (/chrome|edge|firefox|browser/i.test(textAt(configuration, 'type') ?? '')) return [];
  const all = [
    pairOf(textAt(configuration, 'remoteRoot'), textAt(configuration, 'localRoot') ?? '.'),
    pairOf(textAt(configuration, 'serverSourceRoot'), textAt(configuration, 'localSourceRoot') ?? '.'),
    pairOf(textAt(configuration, 'remotePath'), '.'),
    ...['pathMappings', 'sourceFileMap', 'sourceMap'].flatMap((key) =>
      tablePairs(valueAt(configuration, key)),
    ),
    ...listAt(configuration, 'substitutePath').map(substitution),
  ];
  return all.filter((pair) => pair !== undefined);
}

function tablePairs(table: unknown): readonly (Pair | undefined)[] {
  if (Array.isArray(table)) {
    return table.map((one: unknown) => pairOf(textAt(one, 'remoteRoot'), textAt(one, 'localRoot')));
  }
  if (typeof table !== 'object' || table === null) return [];
  return Object.entries(table).map(([remote, local]: [string, unknown]) =>
    pairOf(remote, typeof local === 'string' ? local : textAt(local, 'editorPath')),
  );
}

/** Go's `from` is the path here, unless only `to` can be. */
function substitution(one: unknown): Pair | undefined {
  const from = textAt(one, 'from');
  const to = textAt(one, 'to');
  const turned = from !== undefined && to?.includes('${workspace') === true && !from.includes('${workspace');
  return turned ? pairOf(from, to) : pairOf(to, from);
}

function pairOf(remote: string | undefined, local: string | undefined): Pair | undefined {
  return remote === undefined || local === undefined ? undefined : { remote, local };
}

function servicesOf(configuration: unknown): readonly string[] {
  const name = textAt(valueAt(configuration, 'env'), 'OTEL_SERVICE_NAME');
  return name === undefined || name.includes('${') ? [] : [name];
}
