import { segmentsOf } from './sourcePath.ts';
import { isIgnoredFolder } from './walkFiles.ts';

/** Whether nobody wrote the file as it is: it names a source map, or lies in a folder that builds write to. */
export function isGeneratedFile(path: string, text: string, folders: readonly string[]): boolean {
  return liesInBuild(path, folders) || namesSourceMap(text);
}

/** Whether the file lies in a folder that builds write to. */
export function liesInBuild(path: string, folders: readonly string[]): boolean {
  const folder = folders.find((one) => path.startsWith(one)) ?? '';
  return segmentsOf(path.slice(folder.length)).slice(0, -1).some(isIgnoredFolder);
}

/** The same for JavaScript, whose sources a map may tell; the place of a TypeScript file is one in a source already. */
export function isGeneratedScript(path: string, text: string, folders: readonly string[]): boolean {
  return isScript(path) && isGeneratedFile(path, text, folders);
}

export function isScript(path: string): boolean {
  return /\.[cm]?jsx?$/i.test(path);
}

/** The mark of a source map is the last line (ECMA-426, "Linking generated code to source maps"). */
export function namesSourceMap(text: string): boolean {
  const mark = text.lastIndexOf('\n//# sourceMappingURL=');
  const end = mark < 0 ? -1 : text.indexOf('\n', mark + 1);
  return mark >= 0 && (end < 0 || text.slice(end).trim() === '');
}
