import * as vscode from 'vscode';
import type { Disposable } from '../shared/disposable.ts';
import { LinkedOutput } from './linkedOutput.ts';
import { readSetting } from './readSetting.ts';
import { documentScheme } from './traceLink.ts';

/** What an adapter says when the program has written something (Debug Adapter Protocol, "Output event"). */
interface OutputEvent {
  readonly type: 'event';
  readonly event: 'output';
  readonly body: { output: string; readonly category?: string; readonly variablesReference?: number };
}

/**
 * Puts links into what programs write to the debug console. VS Code has no interface for links there; what a tracker
 * changes in a message is what the console shows.
 */
export class DebugConsoleLinks implements vscode.DebugAdapterTrackerFactory, Disposable {
  readonly #registration = vscode.debug.registerDebugAdapterTrackerFactory('*', this);

  createDebugAdapterTracker(): vscode.DebugAdapterTracker | undefined {
    if (!readSetting('spanline.links.debugConsole')) return undefined;
    const output = new LinkedOutput(linkScheme());
    return {
      onDidSendMessage: (message: unknown) => {
        if (isText(message)) message.body.output = output.of(message.body.output);
      },
    };
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

function linkScheme(): string {
  return vscode.env.uiKind === vscode.UIKind.Web ? documentScheme : vscode.env.uriScheme;
}

/** Values that can be unfolded are shown from the adapter's answers, not from the text. */
function isText(message: unknown): message is OutputEvent {
  const { type, event, body } = Object(message) as Partial<OutputEvent>;
  return (
    type === 'event' &&
    event === 'output' &&
    typeof body?.output === 'string' &&
    body.category !== 'telemetry' &&
    (body.variablesReference ?? 0) === 0
  );
}
