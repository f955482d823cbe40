import { Emitter } from '../shared/event.ts';
import type { Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import { filePathRung } from './filePathRung.ts';
import { type PrefixRule, ruleFromChoice } from './paths/prefixRule.ts';

/** What keeps rules from one window to the next. */
export interface RuleMemory {
  get(): readonly PrefixRule[];
  set(rules: readonly PrefixRule[]): void;
}

/** More than these are an old project's; the latest count. */
const maxRules = 100;

/** Files that the user chose where several were possible: the service's other paths follow the same rule. */
export class PathChoices {
  readonly #memory: RuleMemory;
  readonly #changes = new Emitter<void>();
  readonly onDidChange = this.#changes.event;

  constructor(memory: RuleMemory) {
    this.#memory = memory;
  }

  get rules(): readonly PrefixRule[] {
    return this.#memory.get();
  }

  /** Makes a rule of a choice between files; false where the choice says nothing of other paths. */
  choose(site: Site, placements: readonly Placement[], path: string): boolean {
    const { filePath } = site.code;
    const several = placements.filter((one) => isPossibleFile(one)).length > 1;
    const rule =
      filePath === undefined || !several ? undefined : ruleFromChoice(site.service, filePath, path);
    if (rule === undefined) return false;
    const others = this.rules.filter(
      ({ remote, services }) => remote !== rule.remote || services.join() !== rule.services.join(),
    );
    this.#memory.set([rule, ...others].slice(0, maxRules));
    this.#changes.fire();
    return true;
  }

  dispose(): void {
    this.#changes.dispose();
  }
}

/** Whether the user has to say which of several files it is, before a line can be shown for sure. */
export function isUndecided(placements: readonly Placement[]): boolean {
  const [best] = placements;
  if (best === undefined || best.confidence !== 'low') return false;
  return placements.filter(({ rung, confidence }) => rung === best.rung && confidence === 'low').length > 1;
}

function isPossibleFile({ rung, confidence }: Placement): boolean {
  return rung === filePathRung.name && confidence === 'low';
}
