import { nativePath } from '../sourcePath.ts';
import type { ImportFiles } from './importFiles.ts';

/** The files of a Go package by its import path: the module path of a `go.mod`, then folders. Without tests. */
export async function goFiles(files: ImportFiles, _from: string, module: string): Promise<readonly string[]> {
  const modules = await files.projects('go.mod', goModulePath);
  const own = modules
    .filter(({ said }) => said !== '' && (module === said || module.startsWith(`${said}/`)))
    .sort((a, b) => b.said.length - a.said.length);
  for (const { folder, said } of own) {
    const rest = module
      .slice(said.length)
      .split('/')
      .filter((part) => part !== '');
    if (rest.includes('..')) return [];
    const target = rest.length === 0 ? folder : nativePath(folder, rest);
    const names = (await files.entries(target)).filter(
      (name) => /\.go$/.test(name) && !/_test\.go$/.test(name),
    );
    if (names.length > 0) return names.map((name) => nativePath(target, [name]));
  }
  return [];
}

/** The module path that a `go.mod` declares; empty where it declares none. */
export function goModulePath(text: string): string {
  return /^module[ \t]+"?([^\s"]+)"?/m.exec(text)?.[1] ?? '';
}
