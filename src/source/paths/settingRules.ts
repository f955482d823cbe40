import type { PrefixRule } from './prefixRule.ts';
import { expandFolder } from './variables.ts';

/** `spanline.pathMappings`: what programs say to a folder here, or to several that are tried in turn. */
export type PathMappings = Readonly<Record<string, unknown>>;

/** The rules of the setting as one folder has it; `${workspaceFolder}` is that folder. */
export function settingRules(
  mappings: PathMappings,
  folder: string,
  folders: readonly string[],
): readonly PrefixRule[] {
  return Object.entries(mappings).flatMap(([remote, locals]) =>
    [locals].flat().flatMap((local) => {
      const target = typeof local === 'string' ? expandFolder(local, folder, folders) : undefined;
      return target === undefined
        ? []
        : [{ remote, folder: target, services: [], from: 'your path mapping' }];
    }),
  );
}
