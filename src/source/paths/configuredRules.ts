import { joined, parentOf } from '../localPath.ts';
import { nativePath, segmentsOf } from '../sourcePath.ts';
import type { FileReader } from '../workspaceFiles.ts';
import { type ComposeService, composeServices } from './composeRules.ts';
import { devcontainerRules } from './devcontainerRules.ts';
import { dockerfileRules } from './dockerfileRules.ts';
import { launchRules } from './launchRules.ts';
import type { PrefixRule } from './prefixRule.ts';

/** Nobody has more of them; what is beyond is data of some tool. */
const maxFiles = 100;

const composeNames = ['compose', 'docker-compose'].flatMap((start) =>
  ['', '.override', '.dev', '.development', '.local', '.debug', '.prod', '.production', '.test'].flatMap(
    (middle) => ['.yaml', '.yml'].map((end) => start + middle + end),
  ),
);

/** Whether rules may stand in a file of this name. */
export function mayHaveRules(basename: string): boolean {
  return /^(?:launch\.json|\.?devcontainer\.json|(?:docker-)?compose\b.*\.ya?ml|Dockerfile.*|.*\.[Dd]ockerfile)$/.test(
    basename,
  );
}

/** Every mapping that the workspace's own files say: launch.json, devcontainer.json, compose files, Dockerfiles. */
export async function configuredRules(files: FileReader): Promise<readonly PrefixRule[]> {
  const inFolders = await Promise.all(files.folders.map((folder) => rulesOfFolder(files, folder)));
  const named = (await Promise.all(composeNames.map((name) => files.named(name)))).flat();
  const composePaths = [...new Set([...inFolders.flatMap(({ composeFiles }) => composeFiles), ...named])];
  const services = (
    await Promise.all(composePaths.slice(0, maxFiles).map((path) => servicesOf(files, path)))
  ).flat();
  const builds = await Promise.all(services.map((service) => buildRules(files, service)));
  const built = new Set(services.flatMap(({ build }) => build?.dockerfile ?? []));
  return [
    ...inFolders.flatMap(({ rules }) => rules),
    ...services.flatMap(({ mounts }) => mounts),
    ...builds.flat(),
    ...(await loneDockerfiles(files, built)),
  ];
}

interface FolderRules {
  readonly rules: readonly PrefixRule[];
  readonly composeFiles: readonly string[];
}

async function rulesOfFolder(files: FileReader, folder: string): Promise<FolderRules> {
  const launch = await files.readText(nativePath(folder, ['.vscode', 'launch.json']));
  const rules = launch === undefined ? [] : [...launchRules(launch, folder, files.folders)];
  const composeFiles: string[] = [];
  for (const path of await devcontainers(files, folder)) {
    const text = await files.readText(path);
    if (text === undefined) continue;
    const said = devcontainerRules(text, folder);
    rules.push(...said.rules);
    composeFiles.push(...said.composeFiles.map((one) => joined(parentOf(path), one)));
  }
  return { rules, composeFiles };
}

/** `.devcontainer.json`, `.devcontainer/devcontainer.json`, and one in each folder of `.devcontainer`. */
async function devcontainers(files: FileReader, folder: string): Promise<readonly string[]> {
  const inner = nativePath(folder, ['.devcontainer']);
  const entries = await files.entries(inner);
  const folders = entries.filter((name) => name.endsWith('/')).slice(0, maxFiles);
  return [
    nativePath(folder, ['.devcontainer.json']),
    nativePath(inner, ['devcontainer.json']),
    ...folders.map((name) => nativePath(inner, [name.slice(0, -1), 'devcontainer.json'])),
  ];
}

async function servicesOf(files: FileReader, path: string): Promise<readonly ComposeService[]> {
  const text = await files.readText(path);
  if (text === undefined) return [];
  const { readYaml } = await import('./readYaml.ts');
  return composeServices(readYaml(text), path);
}

async function buildRules(
  files: FileReader,
  { build, names }: ComposeService,
): Promise<readonly PrefixRule[]> {
  const text = build === undefined ? undefined : await files.readText(build.dockerfile);
  if (build === undefined || text === undefined) return [];
  return dockerfileRules(text, build.context).map((copy) => ({
    ...copy,
    services: names,
    from: 'the Dockerfile',
  }));
}

/** Of a Dockerfile that no compose file builds, the folder is the context, and often has the service's name. */
async function loneDockerfiles(
  files: FileReader,
  built: ReadonlySet<string>,
): Promise<readonly PrefixRule[]> {
  const paths = (await files.named('Dockerfile')).filter((path) => !built.has(path)).slice(0, maxFiles);
  const rules = await Promise.all(
    paths.map(async (path) => {
      const text = await files.readText(path);
      const folder = parentOf(path);
      const services = [segmentsOf(folder).at(-1) ?? ''];
      return text === undefined
        ? []
        : dockerfileRules(text, folder).map((copy) => ({ ...copy, services, from: 'the Dockerfile' }));
    }),
  );
  return rules.flat();
}
