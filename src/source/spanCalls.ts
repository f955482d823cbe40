import type { Site } from '../shared/site.ts';
import type { IndexedFacts } from './codeIndex.ts';
import type { ImportTable } from './importTable.ts';
import { isOwnAnnotationScope } from './libraryScope.ts';
import { knownLength, matchesPattern } from './matchPattern.ts';
import { commonEnd, moduleAgreement } from './modulePath.ts';
import { segmentsOf } from './sourcePath.ts';
import type { FileFacts, SpanFact, TextPattern, TracerFact } from './syntax/fileFacts.ts';
import { isLiteral } from './syntax/textPattern.ts';

/** A place in the code that starts spans, with the tracer it does so with as far as that is known. */
export interface SpanCall {
  readonly path: string;
  readonly facts: FileFacts;
  readonly span: SpanFact;
  readonly tracer: { readonly path: string; readonly scope: TextPattern } | undefined;
}

/** Whether the tracer of a call has the scope of a site. */
export type ScopeAgreement = 'same' | 'unknown' | 'other';

/** A name of which less is known says nothing. */
const shortestKnown = 3;

/** Every place that starts spans by the name that they get. */
export class SpanCalls {
  readonly #literal = new Map<string, SpanCall[]>();
  readonly #computed: SpanCall[] = [];

  constructor({ files }: IndexedFacts, imports: ImportTable) {
    const tracers = new TracerLookup(files, imports);
    for (const [path, facts] of files) {
      for (const span of facts.spans) this.#add({ path, facts, span, tracer: tracers.of(path, facts, span) });
    }
  }

  /** Calls that say exactly this name. */
  literal(name: string): readonly SpanCall[] {
    return this.#literal.get(name) ?? [];
  }

  /** Calls whose computed name can be this one; those of which the most is known. */
  computed(name: string, accepts: (call: SpanCall) => boolean): readonly SpanCall[] {
    const fitting = this.#computed.filter((call) => matchesPattern(call.span.name, name) && accepts(call));
    const most = Math.max(...fitting.map(({ span }) => knownLength(span.name)));
    return fitting.filter(({ span }) => knownLength(span.name) === most);
  }

  #add(call: SpanCall): void {
    const { name } = call.span;
    if (!isLiteral(name)) {
      if (knownLength(name) >= shortestKnown) this.#computed.push(call);
      return;
    }
    const text = name[0] ?? '';
    const calls = this.#literal.get(text);
    if (calls === undefined) this.#literal.set(text, [call]);
    else calls.push(call);
  }
}

/** Compares the scope that a tracer was asked for with the one that came. */
export function scopeAgreement({ tracer }: SpanCall, { scope }: Site): ScopeAgreement {
  if (tracer === undefined) return isOwnAnnotationScope(scope) ? 'same' : 'unknown';
  if (!isLiteral(tracer.scope) || scope === '')
    return matchesPattern(tracer.scope, scope) && knownLength(tracer.scope) >= shortestKnown
      ? 'same'
      : 'unknown';
  const text = tracer.scope[0] ?? '';
  if (text === scope) return 'same';
  if (text === '__name__') return moduleScope(tracer.path, scope);
  // `Foo.class.getName()` is the full name of the class.
  return /^[A-Z]\w*$/.test(text) && scope.endsWith(`.${text}`) ? 'same' : 'other';
}

function moduleScope(path: string, scope: string): ScopeAgreement {
  // The script that was started has no name of its own.
  if (scope === '__main__') return 'unknown';
  const agrees = moduleAgreement(path, path, scope, 'python') > 0;
  const file = segmentsOf(path.replace(/\.pyi?$/, ''));
  return agrees || (file.at(-1) === '__init__' && commonEnd(file.slice(0, -1), scope.split('.')) > 0)
    ? 'same'
    : 'other';
}

/** Finds the tracer that a call is made on: in its file, where the file imports it from, or in its package. */
class TracerLookup {
  readonly #files: ReadonlyMap<string, FileFacts>;
  readonly #imports: ImportTable;
  /** Tracers of the package by folder (Go), and of everything by name. */
  readonly #byName = new Map<string, { readonly path: string; readonly fact: TracerFact }[]>();

  constructor(files: ReadonlyMap<string, FileFacts>, imports: ImportTable) {
    this.#files = files;
    this.#imports = imports;
    for (const [path, { tracers }] of files) {
      for (const fact of tracers)
        this.#byName.set(fact.variable, [...(this.#byName.get(fact.variable) ?? []), { path, fact }]);
    }
  }

  of(path: string, facts: FileFacts, { tracer, place }: SpanFact): SpanCall['tracer'] {
    if (tracer === '') return undefined;
    const own = facts.tracers.filter(({ variable }) => variable === tracer);
    const before = own.filter((one) => one.place.line <= place.line);
    const local = before.at(-1) ?? own[0];
    if (local !== undefined) return { path, scope: local.scope };
    return this.#imported(path, facts, tracer) ?? this.#inPackage(path, facts, tracer);
  }

  #imported(path: string, { imports }: FileFacts, tracer: string): SpanCall['tracer'] {
    const fact = imports.find(({ local }) => local === tracer);
    if (fact === undefined) return undefined;
    const isWhole = fact.name === 'default' || fact.name === '*';
    const modules = this.#imports.filesOf(path, fact.module, isWhole ? '' : fact.name);
    const found = (this.#byName.get(isWhole ? tracer : fact.name) ?? []).filter((one) =>
      modules.includes(one.path),
    );
    const [only, ...others] = found;
    return only === undefined || others.length > 0 ? undefined : { path: only.path, scope: only.fact.scope };
  }

  #inPackage(path: string, { language }: FileFacts, tracer: string): SpanCall['tracer'] {
    if (language !== 'go') return undefined;
    const folder = folderOf(path);
    const [only, ...others] = (this.#byName.get(tracer) ?? []).filter(
      (one) => folderOf(one.path) === folder && this.#files.get(one.path)?.language === 'go',
    );
    return only === undefined || others.length > 0 ? undefined : { path: only.path, scope: only.fact.scope };
  }
}

function folderOf(path: string): string {
  return segmentsOf(path).slice(0, -1).join('/');
}
