import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What the files around a program say of how to launch it. */
export interface ProgramFacts {
  /** `DJANGO_SETTINGS_MODULE` as `manage.py` sets it. */
  readonly djangoSettings?: string;
  /** The directory of the next `go.mod` upwards. */
  readonly goModule?: string;
  /**
   * For a service that nothing else names: the name of the package, else of the directory. Missing for Java, whose
   * agent knows better: from Spring's configuration, or the jar.
   */
  readonly name?: string;
}

/** Looks into a working directory and, for a Go module, above it. Missing files are no error. */
export async function programFacts(directory: string): Promise<ProgramFacts> {
  const near = (name: string) => readText(join(directory, name));
  const [manage, manifest, goModule, ...java] = await Promise.all([
    near('manage.py'),
    near('package.json'),
    goModuleOf(directory),
    ...['pom.xml', 'build.gradle', 'build.gradle.kts'].map(near),
  ]);
  const djangoSettings = /["']DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']/.exec(manage ?? '')?.[1];
  const name = /"name"\s*:\s*"(?:@[^"/]*\/)?([\w.-]+)"/.exec(manifest ?? '')?.[1] ?? basename(directory);
  return {
    ...(java.some((text) => text !== undefined) ? {} : { name }),
    ...(djangoSettings === undefined ? {} : { djangoSettings }),
    ...(goModule === undefined ? {} : { goModule }),
  };
}

async function goModuleOf(directory: string): Promise<string | undefined> {
  for (let at = directory; ; at = dirname(at)) {
    if ((await readText(join(at, 'go.mod'))) !== undefined) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** `undefined` for a file that is not there or cannot be read: then it says nothing. */
async function readText(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined);
}
