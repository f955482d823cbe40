import { joined } from '../localPath.ts';
import { segmentsOf } from '../sourcePath.ts';

/**
 * A folder of this machine as settings write it: `${workspaceFolder}`, `${workspaceFolder:name}`, other variables
 * that are given, or relative to `folder`. `undefined` where it has a variable that says nothing here.
 */
export function expandFolder(
  text: string,
  folder: string,
  folders: readonly string[],
  more: Readonly<Record<string, string | undefined>> = {},
): string | undefined {
  const expanded = text.replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
    const named = /^workspaceFolder:(.*)$/.exec(name)?.[1];
    if (named !== undefined) return folders.find((one) => segmentsOf(one).at(-1) === named) ?? whole;
    if (name === 'workspaceFolder' || name === 'workspaceRoot') return folder;
    return more[name] ?? whole;
  });
  if (expanded.includes('${') || expanded.trim() === '') return undefined;
  if (/^(?:[\\/]|[a-z]:)/i.test(expanded)) return absolute(expanded);
  return joined(folder, expanded);
}

/** Without `.`, `..` and what ends it, which joined to nothing would stay. */
function absolute(path: string): string {
  const root = /^(?:[a-z]:[\\/]*|[\\/]+)/i.exec(path)?.[0] ?? '';
  const volume = root.replace(/[\\/]+$/, '');
  const separator = path.includes('\\') ? '\\' : '/';
  const share = /^[\\/]{2}/.test(root) ? separator : '';
  const parts: string[] = [];
  for (const part of segmentsOf(path.slice(root.length))) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return `${share}${volume}${separator}${parts.join(separator)}`;
}
