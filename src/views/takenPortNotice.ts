import * as vscode from 'vscode';
import type { CollectorStatus, TakenPort } from '../shared/collectorStatus.ts';
import { type Disposable, DisposableSlot, DisposableStore } from '../shared/disposable.ts';
import { commands, linkCommands } from '../shared/manifest.ts';
import type { Timer } from '../shared/throttle.ts';
import type { CurrentCollector } from './currentCollector.ts';
import { takenOf, takenSentence } from './takenPortText.ts';
import { type Memory, ToldBefore } from './toldBefore.ts';
import { whenFocused } from './whenFocused.ts';

/** Windows that open one after the other, or again, are one occasion. */
const occasionMillis = 10 * 60_000;

/** Says once who has a port that the collector needs, and offers the ways out. */
export class TakenPortNotice implements Disposable {
  readonly #collector: Pick<CurrentCollector, 'status' | 'onDidChangeStatus'>;
  readonly #timer: Pick<Timer, 'now'>;
  readonly #told: ToldBefore;
  readonly #owned = new DisposableStore();
  readonly #waiting = this.#owned.register(new DisposableSlot<Disposable>());

  constructor(
    collector: Pick<CurrentCollector, 'status' | 'onDidChangeStatus'>,
    memory: Memory,
    timer: Pick<Timer, 'now'>,
  ) {
    this.#collector = collector;
    this.#timer = timer;
    this.#told = new ToldBefore(memory, 'spanline.takenPorts', occasionMillis);
    this.#owned.register(collector.onDidChangeStatus((status) => this.#changed(status)));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** The same once more, because the user has just asked for the collector. */
  show(taken: TakenPort): void {
    void ask(taken);
  }

  #changed(status: CollectorStatus): void {
    this.#waiting.value = takenOf(status) === undefined ? undefined : whenFocused(() => this.#tell());
  }

  #tell(): void {
    const taken = takenOf(this.#collector.status);
    if (taken !== undefined && this.#told.isNew(takenSentence(taken), this.#timer.now())) this.show(taken);
  }
}

async function ask(taken: TakenPort): Promise<void> {
  const { t } = vscode.l10n;
  const choices = [
    {
      title: t('Use Ports {0} and {1}', taken.freeGrpcPort, taken.freeHttpPort),
      command: linkCommands.startOnFreePorts,
    },
    { title: t('Open Settings'), command: commands.openSettings },
    { title: t('Copy Environment'), command: commands.copyEnvironment },
  ];
  const sentence = t('{0} Spanline cannot receive spans there.', takenSentence(taken));
  const chosen = await vscode.window.showWarningMessage(sentence, ...choices);
  if (chosen !== undefined) await vscode.commands.executeCommand(chosen.command);
}
