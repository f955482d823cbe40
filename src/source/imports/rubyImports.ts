import { joined, parentOf } from '../localPath.ts';
import { nativePath } from '../sourcePath.ts';
import type { ImportFiles } from './importFiles.ts';

/**
 * `./orders` of `require_relative`, `shop/orders` of `require` (below `lib` or wherever it ends so), and constants
 * as Zeitwerk files them: `Shop::ItemsController` is `shop/items_controller.rb`.
 */
export async function rubyFiles(
  files: ImportFiles,
  from: string,
  module: string,
): Promise<readonly string[]> {
  const folder = parentOf(from);
  if (/^[A-Z]/.test(module)) return files.ending(`${underscored(module)}.rb`.split('/'));
  const name = /\.rb$/.test(module) ? module : `${module}.rb`;
  const beside = await files.file(joined(folder, name));
  if (beside !== undefined || module.startsWith('.')) return beside === undefined ? [] : [beside];
  const parts = name.split('/').filter((part) => part !== '');
  const inLib = await files.first(files.foldersAbove(from).map((one) => nativePath(one, ['lib', ...parts])));
  if (inLib !== undefined) return [inLib];
  return parts.length > 1 ? files.ending(parts) : [];
}

/** `HTMLParser::ItemsController` to `html_parser/items_controller`, by ActiveSupport's rule. */
export function underscored(constant: string): string {
  return constant
    .replaceAll('::', '/')
    .replace(/([A-Z]+)(?=[A-Z][a-z])|([a-z\d])(?=[A-Z])/g, '$1$2_')
    .toLowerCase();
}
