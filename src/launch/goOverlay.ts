import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contentFolder, contentHash } from './contentFolder.ts';
import { type GoBuild, GoRefusal, goSdk } from './goBuild.ts';
import { patchedFiles, writeAll } from './goSdkCopy.ts';

export interface GoOverlay {
  readonly env: { readonly GOFLAGS: string };
  /** `v1.47.0` */
  readonly version: string;
}

/**
 * Files that stand in for those of a vendored SDK, since Go takes vendored modules as they are. `undefined`
 * where dependencies are not vendored.
 */
export async function makeGoOverlay(build: GoBuild): Promise<GoOverlay | undefined> {
  const vendor = join(build.work === undefined ? build.module : dirname(build.work), 'vendor');
  const list = await readFile(join(vendor, 'modules.txt'), 'utf8').catch(() => undefined);
  if (list === undefined || /-mod=readonly/.test(build.flags)) return undefined;
  const version = vendoredVersion(list);
  const trace = join(vendor, ...goSdk.split('/'), 'trace');
  const files = await patchedFiles(build, trace, version);
  const folder = join(build.cache, `overlay-${contentHash(trace, JSON.stringify(files))}`);
  await contentFolder(folder, async (draft) => {
    await writeAll(draft, files);
    const replace = Object.keys(files).map((name) => [join(trace, name), join(folder, name)]);
    await writeFile(join(draft, 'overlay.json'), JSON.stringify({ Replace: Object.fromEntries(replace) }));
  });
  return {
    env: { GOFLAGS: `${build.flags} ${quoted(`-overlay=${join(folder, 'overlay.json')}`)}`.trim() },
    version,
  };
}

function vendoredVersion(list: string): string {
  const version = new RegExp(`^# ${goSdk.replaceAll('.', '\\.')} (v\\S+)`, 'm').exec(list)?.[1];
  if (version !== undefined) return version;
  throw new GoRefusal(
    `The vendored modules do not have the OpenTelemetry SDK: "go get ${goSdk}" and "go mod vendor" add it.`,
  );
}

/** As `go` reads GOFLAGS since 1.18: a flag with blanks is quoted whole. */
function quoted(flag: string): string {
  if (!/[\s'"]/.test(flag)) return flag;
  return flag.includes("'") ? `"${flag}"` : `'${flag}'`;
}
