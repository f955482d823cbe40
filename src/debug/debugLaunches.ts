import * as vscode from 'vscode';
import { readEnvFiles } from '../launch/envFile.ts';
import { messageOf } from '../shared/assert.ts';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import type { LaunchPlanner } from './launchPlanner.ts';
import type { LaunchRecord, LaunchRecords } from './launchRecords.ts';
import { isOn } from './launchSettings.ts';
import {
  baseEnvironment,
  directoryOf,
  envFilesOf,
  isTraceable,
  languagesOf,
  tracedConfiguration,
  userConfiguration,
} from './tracedConfiguration.ts';

/** Carries our id through VS Code, which deals its own only once the session has started. */
const idKey = '__spanlineSession';

interface Parts {
  readonly planner: Pick<LaunchPlanner, 'plan'>;
  readonly records: LaunchRecords;
  readonly log: vscode.LogOutputChannel;
}

/** Sets the environment of every program that is launched to be debugged, whatever its language. */
export class DebugLaunches implements vscode.DebugConfigurationProvider, Disposable {
  readonly #parts: Parts;
  readonly #owned = new DisposableStore();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#owned.register(vscode.debug.registerDebugConfigurationProvider('*', this));
    this.#owned.register(vscode.debug.onDidStartDebugSession((session) => this.#say(session)));
  }

  /** A fault of ours never keeps a program from starting: it starts as it is. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration> {
    if (!isOn('debugSessions') || !isTraceable(configuration)) return configuration;
    try {
      return await this.#traced(this.#asWritten(configuration), folder?.uri.fsPath);
    } catch (error) {
      this.#parts.log.error(`"${configuration.name}" starts without tracing: ${messageOf(error)}`);
      return configuration;
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** An adapter may start a session again with what we made of it, which names another session and older ports. */
  #asWritten(configuration: vscode.DebugConfiguration): vscode.DebugConfiguration {
    const earlier = this.#parts.records.all.find(({ id }) => id === configuration[idKey]);
    return earlier === undefined ? configuration : userConfiguration(configuration, earlier.changes);
  }

  async #traced(
    configuration: vscode.DebugConfiguration,
    folder: string | undefined,
  ): Promise<vscode.DebugConfiguration> {
    const id = crypto.randomUUID();
    const directory = directoryOf(configuration, folder);
    const launch = await this.#parts.planner.plan({
      base: baseEnvironment(configuration, process.env, await readEnvFiles(envFilesOf(configuration))),
      languages: languagesOf(configuration),
      sessionId: id,
      directory,
      workspaceFolder: folder,
    });
    if (launch === undefined) return configuration;
    const { name } = configuration;
    this.#parts.records.add({ id, name, directory, startedUnixMillis: Date.now(), ...launch });
    return { ...tracedConfiguration(configuration, launch.changes), [idKey]: id };
  }

  /** Once, for the session itself: its children are processes of the same program. */
  #say({ configuration, parentSession }: vscode.DebugSession): void {
    const record = this.#parts.records.all.find(({ id }) => id === configuration[idKey]);
    if (record === undefined || parentSession !== undefined) return;
    for (const line of consoleLines(record)) vscode.debug.activeDebugConsole.appendLine(line);
  }
}

function consoleLines({ changes, notes }: LaunchRecord): readonly string[] {
  const names = changes.map(({ name }) => name).join(', ');
  const set = vscode.l10n.t('Spanline traces this program: it set {0}.', names);
  const how = vscode.l10n.t('"Spanline: Show What Launches Are Given" tells more, and turns it off.');
  return [...(changes.length === 0 ? [] : [`${set} ${how}`]), ...notes.map((note) => `Spanline: ${note}`)];
}
