import * as vscode from 'vscode';
import { clientCount } from '../shared/clientCount.ts';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import type { SettingId } from '../shared/manifest.ts';
import { portSettings } from './collectorOptions.ts';
import type { CurrentCollector } from './currentCollector.ts';
import { type Log, runForUser } from './userMessages.ts';

type SettledCollector = Pick<CurrentCollector, 'api' | 'replace' | 'restart' | 'status' | 'forgetPorts'>;

const dataDirectory: SettingId = 'spanline.collector.dataDirectory';

/**
 * Follows the settings of the collector that it takes only when it starts. Another folder is another collector, at
 * once; other ports need the running one to start again, which all windows notice, so that the user is asked. The rest
 * is `CollectorSettingsPush`.
 */
export class CollectorSettings implements Disposable {
  readonly #collector: SettledCollector;
  readonly #log: Log;
  readonly #owned = new DisposableStore();
  /** One question is enough, however many settings change meanwhile. */
  #isAsking = false;

  constructor(collector: SettledCollector, log: Log) {
    this.#collector = collector;
    this.#log = log;
    this.#owned.register(vscode.workspace.onDidChangeConfiguration((event) => void this.#changed(event)));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #changed(event: vscode.ConfigurationChangeEvent): Promise<void> {
    const ports = portSettings.some((id) => event.affectsConfiguration(id));
    if (ports) this.#collector.forgetPorts();
    if (event.affectsConfiguration(dataDirectory)) await this.#collector.replace();
    else if (ports) await this.#offerRestart();
  }

  async #offerRestart(): Promise<void> {
    if (this.#collector.status.kind !== 'ready') return this.#collector.replace();
    if (this.#isAsking) return;
    this.#isAsking = true;
    const restart = vscode.l10n.t('Restart Collector');
    const answer = await vscode.window.showInformationMessage(await this.#question(), restart);
    this.#isAsking = false;
    if (answer === restart) await runForUser(this.#log, () => this.#collector.restart());
  }

  /** Says whom else a restart concerns. */
  async #question(): Promise<string> {
    const health = await this.#collector.api.health().catch(() => undefined);
    const others = clientCount(health?.clients ?? []) - 1;
    if (others < 1)
      return vscode.l10n.t('The collector must be restarted to use these settings. No trace is lost.');
    return vscode.l10n.t(
      'The collector must be restarted to use these settings; {0} other windows or programs use it too and follow by themselves. No trace is lost.',
      others,
    );
  }
}
