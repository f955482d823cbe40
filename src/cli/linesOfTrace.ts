import type { SiteId } from '../shared/ids.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import type { CommandContext } from './commandContext.ts';
import { type CreateResolver, placeSites, realFolder, relativeFile } from './placeSites.ts';

export interface LineOfSite {
  /** Relative to the workspace. */
  readonly file: string;
  readonly line: number;
}

/** The lines of the sites that a trace's spans come from, among the files of a folder; sites without one are left out. */
export async function linesOfTrace(
  context: CommandContext,
  trace: TraceColumns,
  workspace: string,
  createResolver: CreateResolver,
): Promise<ReadonlyMap<SiteId, LineOfSite>> {
  const folder = await realFolder(workspace);
  const wanted = new Set<number>(trace.site);
  const sites = (await context.api.sites({})).sites.filter(({ id }) => wanted.has(id));
  const { placed, leftOut } = await placeSites(context, sites, folder, createResolver);
  // Beside the answer, since programs read that.
  if (leftOut !== undefined) process.stderr.write(`${leftOut}\n`);
  return new Map(
    placed.flatMap(({ site, placement }) => {
      if (placement === undefined) return [];
      const { path, line } = placement.location;
      return [[site.id, { file: relativeFile(folder, path), line }] as const];
    }),
  );
}
