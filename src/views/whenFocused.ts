import * as vscode from 'vscode';
import type { Disposable } from '../shared/disposable.ts';

/**
 * Runs something once the window has the focus: what concerns all windows is told by the one that is looked at.
 */
export function whenFocused(run: () => void): Disposable {
  if (vscode.window.state.focused) {
    run();
    return { dispose: () => undefined };
  }
  const listening = vscode.window.onDidChangeWindowState(({ focused }) => {
    if (!focused) return;
    listening.dispose();
    run();
  });
  return listening;
}
