import type * as vscode from 'vscode';
import type { Placement } from '../shared/placement.ts';
import type { Choices } from '../source/siteLines.ts';

const key = 'spanline.chosenLines';

/** Lines that the user chose in this workspace, kept with it. */
export function rememberedChoices(memory: vscode.Memento): Choices {
  return {
    get: () => memory.get<Record<string, Placement>>(key) ?? {},
    set: (choices) => void memory.update(key, choices),
  };
}
