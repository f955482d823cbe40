import type { Node } from '@vscode/tree-sitter-wasm';
import type { FactsDraft } from './analyser.ts';
import type { TextPattern } from './fileFacts.ts';
import type { PythonTexts } from './pythonTexts.ts';
import type { Scopes } from './scopes.ts';

/** What nodes of Python lie in. */
export interface PythonFrame {
  readonly type: 'class' | 'function' | 'assignment' | 'urls' | 'lambda';
  /** Of the class or function, or the variable that is assigned; empty for the rest. */
  readonly name: string;
  /** What a list of routes is under: `Mount('/x', routes=[…])`. */
  readonly prefix?: TextPattern;
  readonly node: Node;
}

/** One file of Python while its facts are read. */
export interface PythonFile {
  readonly facts: FactsDraft;
  readonly texts: PythonTexts;
  readonly scopes: Scopes<PythonFrame>;
  /** The first part of every module that is imported: `fastapi`, `django`. */
  readonly packages: ReadonlySet<string>;
  /** From local names to what they are of: `path` to `django.urls.path`. */
  readonly imported: ReadonlyMap<string, string>;
}

/** Where a name comes from: `django.urls.path`, also for an alias; empty for what is not imported. */
export function originOf(file: PythonFile, name: string): string {
  const [first = '', ...rest] = name.split('.');
  const origin = file.imported.get(first);
  return origin === undefined ? '' : [origin, ...rest].join('.');
}

/** Name of the class around the current node; empty for none. */
export function classAround(file: PythonFile): string {
  for (const frame of file.scopes.values()) if (frame.type === 'class') return frame.name;
  return '';
}

/** The variable that the current value is assigned to; empty for none. */
export function variableAround(file: PythonFile): string {
  for (const frame of file.scopes.values()) {
    if (frame.type === 'assignment') return frame.name;
    if (frame.type === 'class' || frame.type === 'function') return '';
  }
  return '';
}
