import * as vscode from 'vscode';
import type { EnvironmentChange } from '../launch/environmentDraft.ts';
import { type LaunchLanguage, launchLanguages } from '../launch/launchEnvironment.ts';
import { messageOf } from '../shared/assert.ts';
import type { CollectorStatus } from '../shared/collectorStatus.ts';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';
import type { LaunchPlanner } from './launchPlanner.ts';
import type { LaunchRecords } from './launchRecords.ts';
import { affects, isOn } from './launchSettings.ts';

interface Parts {
  readonly planner: Pick<LaunchPlanner, 'plan'>;
  readonly records: LaunchRecords;
  readonly variables: vscode.GlobalEnvironmentVariableCollection;
  readonly collector: { readonly onDidChangeStatus: Event<CollectorStatus> };
  readonly log: vscode.LogOutputChannel;
}

/** A go.work is of one module, and a terminal may build any. */
const languages: readonly LaunchLanguage[] = launchLanguages.filter((language) => language !== 'go');

/** Sets the environment of new terminals, where the user wants that. */
export class TerminalEnvironment implements Disposable {
  readonly #parts: Parts;
  readonly #owned = new DisposableStore();
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.variables.persistent = false;
    parts.variables.description = vscode.l10n.t('Traces programs with Spanline.');
    this.#owned.register(parts.collector.onDidChangeStatus(() => this.#update()));
    this.#owned.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#update()));
    this.#owned.register(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#update()));
    this.#owned.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affects(event, 'terminals') || affects(event, 'capture')) this.#update();
      }),
    );
    this.#update();
  }

  dispose(): void {
    this.#owned.dispose();
    this.#parts.variables.clear();
  }

  /** One after the other, so that the last state is the one that stays. */
  #update(): void {
    this.#turn = this.#turn
      .then(() => this.#apply())
      .catch((error: unknown) => this.#parts.log.error(`Terminals are not traced: ${messageOf(error)}`));
  }

  async #apply(): Promise<void> {
    const { planner, records, variables } = this.#parts;
    // A terminal may be of any folder, and a wrong one would be worse than none.
    const [folder, ...others] = vscode.workspace.workspaceFolders ?? [];
    const workspaceFolder = others.length === 0 ? folder?.uri.fsPath : undefined;
    const launch = isOn('terminals')
      ? await planner.plan({ base: process.env, languages, workspaceFolder })
      : undefined;
    if (this.#owned.disposed) return;
    variables.clear();
    records.remove('terminals');
    if (launch === undefined) return;
    for (const change of launch.changes) setVariable(variables, change);
    const name = vscode.l10n.t('New terminals');
    records.add({ id: 'terminals', name, directory: undefined, startedUnixMillis: Date.now(), ...launch });
  }
}

/** Lists are added to, so that what a shell or another extension sets stays. */
function setVariable(
  variables: vscode.GlobalEnvironmentVariableCollection,
  { name, value, before }: EnvironmentChange,
): void {
  if (name === 'NODE_OPTIONS')
    variables.append(name, ` ${value.slice(before?.trimEnd().length ?? 0).trim()}`);
  else if (before !== undefined && value.startsWith(before))
    variables.append(name, value.slice(before.length));
  else if (before !== undefined && value.endsWith(before))
    variables.prepend(name, value.slice(0, -before.length));
  else variables.replace(name, value);
}
