import type { Site } from '../shared/site.ts';
import { functionNameOf } from './functionName.ts';
import { checkedName, type FunctionName, partsBetween, runtimeOf } from './functionNameParts.ts';

/** A name to look for, and what it was made from. */
export interface NameQuestion {
  readonly name: FunctionName;
  /** For people: what says so. */
  readonly source: string;
  /** The name is a guess from two things that only usually belong together. */
  readonly guessed: boolean;
}

/** The names that a site's function can have, to be tried in this order. */
export function nameQuestions({ code, evidence, kind, name: spanName }: Site): readonly NameQuestion[] {
  const runtime = runtimeOf(evidence['telemetry.sdk.language']);
  if (code.functionName !== undefined) {
    return question(functionNameOf(code, runtime), 'code.function.name', false);
  }
  const { class: owner, method } = evidence;
  if (owner !== undefined && method !== undefined) {
    const name = functionNameOf({ namespace: owner, functionName: method }, runtime ?? 'jvm');
    return question(name, 'class and method', false);
  }
  const module = evidence['code.module.name'] ?? code.namespace ?? evidence.target;
  if (module === undefined || module.length > 1000) return [];
  // A module of Rust, where the macro names the span after its function.
  if (/^[a-z_]\w*(?:::[a-z_]\w*)*$/.test(module) && (runtime === 'rust' || module.includes('::'))) {
    return question(
      functionNameOf({ namespace: module, functionName: spanName }, 'rust'),
      'the span name and its module',
      true,
    );
  }
  // Who sends a job is elsewhere than its class.
  const sends = kind === 'producer' || kind === 'client';
  return code.namespace === undefined || sends ? [] : classQuestions(code.namespace);
}

/** A class alone is that of a job (ActiveJob), whose entry is `perform`, or of an API (Grape). */
function classQuestions(namespace: string): readonly NameQuestion[] {
  if (!/^[A-Z]\w*(?:(?:::|\.|\\)[A-Z]\w*)*$/.test(namespace)) return [];
  const parts = partsBetween(namespace, /::|\.|\\/);
  const perform: FunctionName = { qualifiers: parts, name: 'perform', inside: false };
  const own: FunctionName = { qualifiers: parts.slice(0, -1), name: parts.at(-1) ?? '', inside: false };
  return [...question(perform, 'code.namespace', true), ...question(own, 'code.namespace', true)];
}

function question(name: FunctionName | undefined, source: string, guessed: boolean): readonly NameQuestion[] {
  const checked = name === undefined ? undefined : checkedName(name);
  return checked === undefined ? [] : [{ name: checked, source, guessed }];
}
