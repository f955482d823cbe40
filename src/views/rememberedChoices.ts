import type * as vscode from 'vscode';
import type { Placement } from '../shared/placement.ts';
import type { RuleMemory } from '../source/pathChoices.ts';
import type { PrefixRule } from '../source/paths/prefixRule.ts';
import type { Choices } from '../source/siteLines.ts';

const lines = 'spanline.chosenLines';
const files = 'spanline.chosenFiles';

/** Lines that the user chose in this workspace, kept with it. */
export function rememberedChoices(memory: vscode.Memento): Choices {
  return {
    get: () => memory.get<Record<string, Placement>>(lines) ?? {},
    set: (choices) => void memory.update(lines, choices),
  };
}

/** Rules from files that the user chose in this workspace. */
export function rememberedRules(memory: vscode.Memento): RuleMemory {
  return {
    get: () => memory.get<readonly PrefixRule[]>(files) ?? [],
    set: (rules) => void memory.update(files, rules),
  };
}
