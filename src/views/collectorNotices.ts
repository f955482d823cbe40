import * as vscode from 'vscode';
import { type Disposable, DisposableSlot, DisposableStore } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';
import { commands } from '../shared/manifest.ts';
import type { Health } from '../shared/protocol.ts';
import type { Timer } from '../shared/throttle.ts';
import { type Memory, ToldBefore } from './toldBefore.ts';
import { whenFocused } from './whenFocused.ts';

/** The same may happen again a month later, and is to be told again then. */
const rememberedMillis = 30 * 24 * 3_600_000;

/** Tells each new notice of the collector once: a damaged store that was put aside, for one. */
export class CollectorNotices implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #waiting = this.#owned.register(new DisposableSlot<Disposable>());
  readonly #told: ToldBefore;
  readonly #timer: Pick<Timer, 'now'>;

  constructor(health: Event<Health>, memory: Memory, timer: Pick<Timer, 'now'>) {
    this.#told = new ToldBefore(memory, 'spanline.notices', rememberedMillis);
    this.#timer = timer;
    this.#owned.register(
      health(({ notices }) => {
        this.#waiting.value = notices.length === 0 ? undefined : whenFocused(() => this.#tell(notices));
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #tell(notices: readonly string[]): void {
    for (const notice of notices) if (this.#told.isNew(notice, this.#timer.now())) void show(notice);
  }
}

async function show(notice: string): Promise<void> {
  const showHealth = vscode.l10n.t('Show Collector Health');
  const answer = await vscode.window.showWarningMessage(notice, showHealth);
  if (answer === showHealth) await vscode.commands.executeCommand(commands.showHealth);
}
