import { nativePath, parseSourcePath, type SourcePath, segmentsOf } from '../sourcePath.ts';

/** What begins with `remote` in what programs say lies in `folder` here. */
export interface PrefixRule {
  /** `/app`, `C:\build`, or relative, like a Go module's path; `/` is everything absolute. */
  readonly remote: string;
  /** Absolute. */
  readonly folder: string;
  /** Names of the services it is of; empty where it does not say. */
  readonly services: readonly string[];
  /** Where it stands, for people: `launch.json`. */
  readonly from: string;
}

/** The setting's form of a rule: a key and its value. */
export interface PathMapping {
  readonly remote: string;
  readonly local: string;
}

/**
 * The mapping that leads from a path as a program said it to the right file, for other paths as well: the longest
 * common end is cut off. The folder is written as `${workspaceFolder}` where the file lies in it. `undefined` where
 * the two have not even their name in common, or the path is no file's.
 */
export function mappingFrom(remotePath: string, localPath: string, folder: string): PathMapping | undefined {
  const cut = cutCommonEnd(remotePath, localPath);
  // A right path needs no mapping.
  if (cut === undefined || cut.remote === cut.folder) return undefined;
  const inside =
    cut.folder === folder ||
    (cut.folder.startsWith(folder) && /^[\\/]/.test(cut.folder.slice(folder.length)));
  const local = inside ? `\${workspaceFolder}${cut.folder.slice(folder.length)}` : cut.folder;
  return { remote: cut.remote, local };
}

/** The rule that a choice between several files of one name comes to: the service's other paths follow it. */
export function ruleFromChoice(
  service: string,
  remotePath: string,
  localPath: string,
): PrefixRule | undefined {
  const cut = cutCommonEnd(remotePath, localPath);
  return cut === undefined
    ? undefined
    : { ...cut, services: service === '' ? [] : [service], from: 'your choice' };
}

/** What is left of a path after a rule's prefix; `undefined` where it has another one. Never empty. */
export function restAfter(
  prefix: string,
  path: SourcePath,
  ignoresCase: boolean,
): readonly string[] | undefined {
  const start = parsePrefix(prefix);
  if (start === undefined || start.absolute !== path.absolute || start.volume !== path.volume)
    return undefined;
  if (start.segments.length >= path.segments.length) return undefined;
  const folds = ignoresCase || path.volume !== '';
  const same = start.segments.every((segment, index) => {
    const other = path.segments[index] as string;
    return segment === other || (folds && segment.toLowerCase() === other.toLowerCase());
  });
  return same ? path.segments.slice(start.segments.length) : undefined;
}

/** Whether a rule is of the service: the names of both are often spelled a little differently. */
export function isOfService({ services }: PrefixRule, service: string): boolean {
  return service !== '' && services.some((one) => foldName(one) === foldName(service));
}

function foldName(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/g, '');
}

/** As `parseSourcePath`, but a root is a prefix too. */
function parsePrefix(text: string): SourcePath | undefined {
  const root = /^([a-z]:)?[\\/]+$/i.exec(text.trim());
  if (root !== null) return { absolute: true, volume: (root[1] ?? '').toLowerCase(), segments: [] };
  return parseSourcePath(text);
}

/** Both paths without the segments that they end with in common; at least the name must be. */
export function cutCommonEnd(
  remotePath: string,
  localPath: string,
): { readonly remote: string; readonly folder: string } | undefined {
  const remote = parseSourcePath(remotePath);
  const local = segmentsOf(localPath);
  if (remote === undefined) return undefined;
  const { segments } = remote;
  let common = 0;
  while (common < Math.min(segments.length, local.length)) {
    if (segments[segments.length - 1 - common] !== local[local.length - 1 - common]) break;
    common++;
  }
  // A relative path that is wholly the end of the file's is right as it is.
  if (common === 0 || (!remote.absolute && common === segments.length)) return undefined;
  return { remote: prefixText(remote, segments.length - common), folder: folderAbove(localPath, common) };
}

/** The first segments of a path, written as a rule's prefix. */
export function prefixText({ absolute, volume, segments }: SourcePath, count: number): string {
  return `${volume}${absolute ? '/' : ''}${segments.slice(0, count).join('/')}`;
}

function folderAbove(path: string, count: number): string {
  const root = /^(?:[a-z]:[\\/]|[\\/]{2}[^\\/]+[\\/][^\\/]+[\\/]?|[\\/])/i.exec(path)?.[0] ?? '';
  const inner = segmentsOf(path.slice(root.length));
  const kept = inner.slice(0, Math.max(0, inner.length - count));
  return kept.length === 0 ? root : nativePath(root, kept);
}
