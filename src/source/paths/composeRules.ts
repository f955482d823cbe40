import { joined, parentOf } from '../localPath.ts';
import { entriesAt, listAt, textAt, valueAt } from '../valueAt.ts';
import type { PrefixRule } from './prefixRule.ts';

/** A service of a compose file: what is mounted into it, and how its image is built. */
export interface ComposeService {
  /** Names that its spans may have: what its environment says, else that of the service and its container. */
  readonly names: readonly string[];
  readonly mounts: readonly PrefixRule[];
  readonly build: ComposeBuild | undefined;
}

export interface ComposeBuild {
  /** Absolute. */
  readonly context: string;
  /** Absolute. */
  readonly dockerfile: string;
}

/** The services of a compose file's data (compose-spec, `services`), as far as its paths are relative to the file. */
export function composeServices(said: unknown, path: string): readonly ComposeService[] {
  return entriesAt(said, 'services').map(([name, service]) => {
    const names = namesOf(name, service);
    return {
      names,
      mounts: mountsOf(service).flatMap(({ source, target }) => {
        const folder = localPath(source, path);
        return folder === undefined || !target.startsWith('/')
          ? []
          : [{ remote: target, folder, services: names, from: nameOf(path) }];
      }),
      build: buildOf(valueAt(service, 'build'), path),
    };
  });
}

interface Mount {
  readonly source: string;
  readonly target: string;
}

function mountsOf(service: unknown): readonly Mount[] {
  return listAt(service, 'volumes').flatMap((volume) => {
    if (typeof volume !== 'string') {
      const target = textAt(volume, 'target') ?? '';
      const bind = textAt(volume, 'type') === 'bind';
      return bind ? [{ source: textAt(volume, 'source') ?? '', target: filled(target) }] : [];
    }
    const [source = '', target = ''] = filled(volume).split(':');
    return [{ source, target }];
  });
}

/** A path relative to the compose file; names of volumes and paths of elsewhere are none. */
function localPath(text: string, path: string): string | undefined {
  const source = filled(text).replace(/^\$\{?PWD\}?(?=\/|$)/, '.');
  return /^\.{1,2}(?:\/|$)/.test(source) ? joined(parentOf(path), source) : undefined;
}

function buildOf(build: unknown, path: string): ComposeBuild | undefined {
  const text =
    typeof build === 'string' ? build : build === undefined ? undefined : (textAt(build, 'context') ?? '.');
  if (text === undefined || /^[a-z]+:|[@$]/.test(filled(text))) return undefined;
  const context = joined(parentOf(path), filled(text));
  return { context, dockerfile: joined(context, filled(textAt(build, 'dockerfile') ?? 'Dockerfile')) };
}

/** `${NAME:-default}` is its default; what has none stays. */
function filled(text: string): string {
  return text.replace(/\$\{\w+:?-([^}]*)\}/g, '$1');
}

function namesOf(name: string, service: unknown): readonly string[] {
  const said = environmentOf(service, 'OTEL_SERVICE_NAME');
  const attributes = environmentOf(service, 'OTEL_RESOURCE_ATTRIBUTES') ?? '';
  const named = said ?? /(?:^|,)\s*service\.name=([^,]+)/.exec(attributes)?.[1];
  if (named !== undefined && !named.includes('$')) return [named.trim()];
  const container = textAt(service, 'container_name');
  return container === undefined ? [name] : [name, container];
}

/** `environment` is an object, or a list of `NAME=value`. */
function environmentOf(service: unknown, name: string): string | undefined {
  const environment = valueAt(service, 'environment');
  if (!Array.isArray(environment)) return filledText(textAt(environment, name));
  const line = environment.find((one: unknown) => typeof one === 'string' && one.startsWith(`${name}=`));
  return typeof line === 'string' ? filled(line.slice(name.length + 1)) : undefined;
}

function filledText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : filled(text);
}

function nameOf(path: string): string {
  return /[^\\/]*$/.exec(path)?.[0] ?? path;
}
