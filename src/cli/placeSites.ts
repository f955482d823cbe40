import { realpath, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import { UserError } from '../shared/userError.ts';
import type { PlacedSite } from '../source/coverage.ts';
import { RelativesSource } from '../source/siteRelatives.ts';
import type { CommandContext } from './commandContext.ts';

/** Finds the places of a site in the user's files, best first. */
export interface Resolver {
  resolve(site: Site): Promise<readonly Placement[]>;
  /** What of the folder nobody looks at, as a sentence; `undefined` when nothing is left out. */
  readonly leftOut: string | undefined;
  dispose(): void;
}

/** Makes a resolver for a folder, which asks the collector what surrounds a site's spans. */
export type CreateResolver = (folder: string, how: ResolverInputs) => Promise<Resolver>;

export interface ResolverInputs {
  readonly relatives: RelativesSource;
  /** What programs call a folder, and which it is here, relative to the working directory. */
  readonly maps: Readonly<Record<string, readonly string[]>>;
}

/** Enough that the questions to the collector come together, and not so many files at once. */
const parallel = 64;

/** The directory that the user named; a `UserError` where there is none. */
export async function realFolder(path: string): Promise<string> {
  const folder = resolve(path);
  if ((await stat(folder).catch(() => undefined))?.isDirectory() === true) return await realpath(folder);
  throw new UserError(`There is no directory ${folder}. Give the directory that holds the program's files.`);
}

/** As it stands in outputs: `src/charge.ts`. */
export function relativeFile(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

/** The best line of each site among the files of a folder, in their order. */
export async function placeSites(
  { api, invocation }: Pick<CommandContext, 'api' | 'invocation'>,
  sites: readonly Site[],
  folder: string,
  createResolver: CreateResolver,
): Promise<{ placed: PlacedSite[]; leftOut: string | undefined }> {
  const resolver = await createResolver(folder, {
    relatives: relativesOf(api, sites),
    maps: invocation.maps ?? {},
  });
  const placements: (Placement | undefined)[] = [];
  const worker = async (waiting: Iterable<[number, Site]>): Promise<void> => {
    for (const [index, site] of waiting) placements[index] = (await resolver.resolve(site))[0];
  };
  try {
    // Twice: what the paths of all sites say together decides some of them, and the others are known by then.
    for (let round = 0; round < 2; round++) {
      const waiting = sites.entries();
      await Promise.all(Array.from({ length: parallel }, () => worker(waiting)));
    }
    const placed = sites.map((site, index) => ({ site, placement: placements[index] }));
    return { placed, leftOut: resolver.leftOut };
  } finally {
    resolver.dispose();
  }
}

function relativesOf(api: CommandContext['api'], sites: readonly Site[]): RelativesSource {
  const byId = new Map(sites.map((site) => [site.id, site]));
  return new RelativesSource({ ask: (query) => api.relatives(query), site: (id) => byId.get(id) });
}
