import type { Node } from '@vscode/tree-sitter-wasm';
import type { FactsDraft } from './analyser.ts';
import type { Place, TextPattern } from './fileFacts.ts';
import { lastLineOf, nameText, placeOf } from './place.ts';
import type { RustTexts } from './rustTexts.ts';
import type { Scopes } from './scopes.ts';

/** The router that routes are registered on, and the prefix that they have there. */
export interface RustRouter {
  readonly name: string;
  readonly prefix: TextPattern;
}

/** What nodes of Rust lie in. */
export interface RustFrame {
  readonly type: 'module' | 'type' | 'function' | 'let' | 'nested';
  /** Of the module, type, function or variable; empty for the rest. */
  readonly name: string;
  /** Of a router that stands among the arguments of `nest` or `service`: what it is put under. */
  readonly router?: RustRouter;
}

/** One file of Rust while its facts are read. */
export interface RustFile {
  readonly facts: FactsDraft;
  readonly texts: RustTexts;
  readonly scopes: Scopes<RustFrame>;
  /** The first segment of every path that is imported: `axum`, `actix_web`. */
  readonly crates: ReadonlySet<string>;
  /** Imports under another name: `p` of `post as p`. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Variables that hold tracers. */
  readonly tracers: ReadonlySet<string>;
}

/** A function with the attributes before it. */
export interface RustFunction {
  readonly name: string;
  readonly qualifiedName: string;
  /** From its name to its end. */
  readonly place: Place;
}

/** An attribute or a call by its path: `tracing::instrument`. */
export function pathText(node: Node | null | undefined): string {
  const path = node?.type === 'generic_function' ? node.childForFieldName('function') : node;
  const text = nameText(path).replace(/\s+/g, '');
  return /^[\w:]+$/.test(text) ? text : '';
}

/** `instrument` of `tracing::instrument`. */
export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf(':') + 1);
}

export function functionPlace(node: Node): Place {
  return { ...placeOf(node.childForFieldName('name') ?? node), endLine: lastLineOf(node) };
}

/** Name of the `impl` or trait around the current node; empty for none. */
export function typeAround(file: RustFile): string {
  for (const frame of file.scopes.values()) if (frame.type === 'type') return frame.name;
  return '';
}
