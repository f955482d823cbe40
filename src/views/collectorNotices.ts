import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
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

  constructor(health: Event<Health>, memory: Memory, timer: Pick<Timer, 'now'>) {
    const told = new ToldBefore(memory, 'spanline.notices', rememberedMillis);
    const tell = (notice: string): void => {
      if (told.isNew(notice, timer.now())) void show(notice);
    };
    this.#owned.register(
      health(({ notices }) => {
        for (const notice of notices) this.#owned.register(whenFocused(() => tell(notice)));
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

async function show(notice: string): Promise<void> {
  const showHealth = vscode.l10n.t('Show Collector Health');
  const answer = await vscode.window.showWarningMessage(notice, showHealth);
  if (answer === showHealth) await vscode.commands.executeCommand(commands.showHealth);
}
