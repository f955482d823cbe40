import { readJson } from '../readJson.ts';
import { segmentsOf } from '../sourcePath.ts';
import { textAt, valueAt } from '../valueAt.ts';
import type { PrefixRule } from './prefixRule.ts';
import { expandFolder } from './variables.ts';

/** What a `devcontainer.json` says of where the folder is mounted, and which compose files it names. */
export interface Devcontainer {
  readonly rules: readonly PrefixRule[];
  /** As written: relative to the `devcontainer.json`. */
  readonly composeFiles: readonly string[];
}

/** Reads `workspaceFolder`, `workspaceMount` and bind `mounts` (containers.dev, reference of devcontainer.json). */
export function devcontainerRules(text: string, folder: string): Devcontainer {
  const said = readJson(text);
  const composeFiles = [valueAt(said, 'dockerComposeFile')].flat().filter((one) => typeof one === 'string');
  const basename = segmentsOf(folder).at(-1) ?? '';
  const variables = { localWorkspaceFolder: folder, localWorkspaceFolderBasename: basename };
  const expand = (one: string): string | undefined => expandFolder(one, folder, [], variables);
  const ruleOf = (remote: string | undefined, local: string | undefined): readonly PrefixRule[] =>
    remote === undefined || local === undefined
      ? []
      : [{ remote, folder: local, services: [], from: 'devcontainer.json' }];
  const mounted = [valueAt(said, 'workspaceMount'), valueAt(said, 'mounts')].flat().flatMap((one) => {
    const { source, target } = mountOf(one);
    return ruleOf(expand(target), expand(source));
  });
  const inside = textAt(said, 'workspaceFolder') ?? `/workspaces/${basename}`;
  // With compose its volumes say what is there, and with a mount of its own the folder may lie inside that.
  const plain = composeFiles.length > 0 || valueAt(said, 'workspaceMount') !== undefined;
  return { rules: [...mounted, ...(plain ? [] : ruleOf(expand(inside), folder))], composeFiles };
}

/** `source=…,target=…,type=bind`, or the same as an object. Volumes are nothing of this machine's. */
function mountOf(mount: unknown): { source: string; target: string } {
  const said: unknown = typeof mount === 'string' ? fieldsOf(mount) : mount;
  const source = textAt(said, 'source') ?? textAt(said, 'src') ?? '';
  const target = textAt(said, 'target') ?? textAt(said, 'destination') ?? textAt(said, 'dst') ?? '';
  return textAt(said, 'type') === 'volume' ? { source: '', target: '' } : { source, target };
}

function fieldsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').flatMap((field) => {
      const [, key, value] = /^\s*(\w+)=(.*?)\s*$/s.exec(field) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value]];
    }),
  );
}
