import type { Site } from '../shared/site.ts';
import type { RungContext } from './rung.ts';
import { segmentsOf } from './sourcePath.ts';

/** Something in a file. */
interface InFile {
  readonly path: string;
}

/**
 * Of things that fit equally well, those that lie where the site's service does, as far as anything says where
 * that is: its working directory, the script it was started with, a folder of its name, or the code of the spans
 * around. All of them where nothing tells them apart.
 */
export async function preferService<T extends InFile>(
  found: readonly T[],
  site: Site,
  context: RungContext,
): Promise<readonly T[]> {
  if (found.length < 2) return found;
  let best = found;
  for (const prefer of [inStartFolder, inNamedFolder]) best = prefer(best, site, context);
  return best.length < 2 ? best : await nearRelatives(best, context);
}

function inStartFolder<T extends InFile>(found: readonly T[], { evidence }: Site): readonly T[] {
  const directory = evidence['process.working_directory'] ?? evidence['logfire.code.work_dir'];
  const scripts = (evidence['process.command_args'] ?? '')
    .split(' ')
    .filter((word) => /[\\/].*\.\w+$/.test(word));
  const folders = [directory ?? '', ...scripts.map((script) => script.replace(/[\\/][^\\/]*$/, ''))];
  // A container's working directory is no folder here, but may end as one does.
  for (const folder of folders.map(segmentsOf).filter(({ length }) => length > 1)) {
    const below = found.filter(({ path }) => startsWith(segmentsOf(path), folder));
    if (below.length > 0) return below;
  }
  return found;
}

function startsWith(path: readonly string[], folder: readonly string[]): boolean {
  return folder.every((segment, index) => segment === path[index]);
}

function inNamedFolder<T extends InFile>(
  found: readonly T[],
  { service }: Site,
  { files }: RungContext,
): readonly T[] {
  const wanted = plainName(service);
  if (wanted === '') return found;
  for (const same of [
    (segment: string) => plainName(segment) === wanted,
    (segment: string) => withoutKind(plainName(segment)) === withoutKind(wanted),
  ]) {
    const named = found.filter(({ path }) => foldersOf(path, files.folders).some(same));
    if (named.length > 0) return named;
  }
  return found;
}

/** Folders on the way to a file, from the one that was opened down. */
function foldersOf(path: string, opened: readonly string[]): readonly string[] {
  const root = opened.find((folder) => path.startsWith(folder)) ?? '';
  const above = Math.max(0, segmentsOf(root).length - 1);
  return segmentsOf(path).slice(above, -1);
}

/** `Order_Service` and `order-service` are one name. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function withoutKind(name: string): string {
  return name.replace(/(?:service|svc|server|api|app|worker)$/, '') || name;
}

/** Those that share the most folders with the surest line of a span around, if that tells them apart. */
async function nearRelatives<T extends InFile>(
  found: readonly T[],
  context: RungContext,
): Promise<readonly T[]> {
  const { ancestors, descendants } = await context.relatives();
  const around = [...new Set([...ancestors.flat(), ...descendants])].slice(0, maxRelatives);
  for (const relative of around) {
    const place = (await context.placesOf(relative)).find(({ confidence }) => isSure(confidence));
    if (place === undefined) continue;
    const near = nearest(found, place.location.path);
    if (near.length < found.length) return near;
  }
  return found;
}

const maxRelatives = 8;

function isSure(confidence: string): boolean {
  return confidence === 'exact' || confidence === 'high';
}

/** Those with the most leading folders in common with a path. */
export function nearest<T extends InFile>(found: readonly T[], path: string): readonly T[] {
  const near = segmentsOf(path);
  const shared = found.map((one) => commonStart(segmentsOf(one.path), near));
  const most = Math.max(...shared);
  return found.filter((_, index) => shared[index] === most);
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}
