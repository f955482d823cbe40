import { type Disposable, DisposableStore } from '../../shared/disposable.ts';
import { Emitter, type Event } from '../../shared/event.ts';
import { LineMemory } from '../lineMemory.ts';
import { SourceMapCache } from '../sourceMaps/sourceMapCache.ts';
import { segmentsOf } from '../sourcePath.ts';
import type { FileReader, FilesChange } from '../workspaceFiles.ts';
import { configuredRules, mayHaveRules } from './configuredRules.ts';
import { LearnedPrefixes } from './learnedPrefixes.ts';
import { type ModuleRoots, moduleRoots } from './moduleRoots.ts';
import type { PrefixRule } from './prefixRule.ts';
import { type PathMappings, settingRules } from './settingRules.ts';

/** What the user said of paths. */
export interface UserPaths {
  /** `spanline.pathMappings` as each folder has it, by the folder; that of `''` is for every folder. */
  readonly mappings?: Readonly<Record<string, PathMappings>>;
  /** Rules from choices between files; see `ruleFromChoice`. */
  readonly choices?: readonly PrefixRule[];
}

/** What there is to know of paths besides the files: rules, modules, and what was learned. One per workspace. */
export class PathKnowledge implements Disposable {
  readonly #files: FileReader;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<string | undefined>());
  /** Something else is known now: of one service, or of all. */
  readonly onDidChange = this.#changes.event;
  readonly learned = this.#owned.register(new LearnedPrefixes());
  readonly sourceMaps = new SourceMapCache();
  readonly lineMemory = new LineMemory();
  #user: UserPaths;
  #configured: Promise<readonly PrefixRule[]> | undefined;
  #modules: Promise<ModuleRoots> | undefined;

  constructor(files: FileReader & { readonly onDidChange?: Event<FilesChange> }, user: UserPaths = {}) {
    this.#files = files;
    this.#user = user;
    this.#owned.register(this.learned.onDidChange((service) => this.#changes.fire(service)));
    const watched = files.onDidChange?.(({ paths }) => this.#forget(paths));
    if (watched !== undefined) this.#owned.register(watched);
  }

  /** What the user said, the most particular first; it goes before everything but the very file. */
  userRules(): readonly PrefixRule[] {
    const { mappings = {}, choices = [] } = this.#user;
    const { folders } = this.#files;
    const rules = folders.flatMap((folder) =>
      [mappings[folder] ?? {}, mappings[''] ?? {}].flatMap((one) => settingRules(one, folder, folders)),
    );
    return [...choices, ...rules];
  }

  /** What launch.json, devcontainer.json, compose files and Dockerfiles say. */
  configuredRules(): Promise<readonly PrefixRule[]> {
    if (this.#configured === undefined) {
      const rules = configuredRules(this.#files);
      this.#configured = rules;
      // A failure is told to who asked, and is no answer to keep.
      rules.catch(() => {
        if (this.#configured === rules) this.#configured = undefined;
      });
    }
    return this.#configured;
  }

  modules(): Promise<ModuleRoots> {
    this.#modules ??= moduleRoots(this.#files);
    return this.#modules;
  }

  /** The user says something else now. */
  setUser(user: UserPaths): void {
    this.#user = user;
    this.#changes.fire(undefined);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #forget(paths: readonly string[] | undefined): void {
    const names = paths?.map((path) => segmentsOf(path).at(-1) ?? '');
    const rules = names === undefined || names.some(mayHaveRules);
    const modules = names === undefined || names.some((name) => name === 'go.mod' || name === 'Cargo.toml');
    if (rules) this.#configured = undefined;
    if (modules) this.#modules = undefined;
    if (rules || modules) this.#changes.fire(undefined);
  }
}
