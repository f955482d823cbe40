import type { Node } from '@vscode/tree-sitter-wasm';
import { newFacts, type SyntaxSource } from './analyser.ts';
import type { TextPattern } from './fileFacts.ts';
import type { JavaScriptCall } from './javascriptNodes.ts';
import { JavaScriptTexts } from './javascriptTexts.ts';
import { Scopes } from './scopes.ts';

/** What is known of something that is open around a node. */
export interface JavaScriptScope {
  /** Whether it is a definition, rather than an object or a call with a name. */
  readonly defines: boolean;
  /** The class that `this` is one of. */
  readonly className?: string;
  /** The names of a function's parameters. */
  readonly parameters?: readonly string[];
  /** A parameter that is a router of another name, with what comes before its paths. */
  readonly alias?: RouterAlias;
}

export interface RouterAlias {
  readonly parameter: string;
  readonly router: string;
  readonly prefix: TextPattern;
}

/** A router that the file makes. */
export interface MadeRouter {
  readonly name: string;
  readonly framework: string;
}

/** One file while it is read: what has been found, and what is known where the reading stands. */
export class JavaScriptFile {
  readonly path: string;
  readonly facts = newFacts();
  readonly texts = new JavaScriptTexts();
  readonly scopes = new Scopes<JavaScriptScope>();
  /** Calls around a node, up to the function that it is in. */
  readonly calls = new Scopes<JavaScriptCall | undefined>();
  /** Routers by the variable that holds them. */
  readonly routers = new Map<string, MadeRouter>();
  /** The same by the id of the call that makes them, for chains that begin with it. */
  readonly routersByNode = new Map<number, MadeRouter>();
  /** The router whose routes an object literal tells, by the object's id. */
  readonly routerOfObject = new Map<number, string>();
  /** What comes before the path that an object literal tells, by the object's id. */
  readonly prefixOfObject = new Map<number, TextPattern>();
  /** By the id of a function that is written on the spot. */
  readonly aliases = new Map<number, RouterAlias>();
  /** What variables, fields and parameters are made or said to be: the callee, or the type. `undefined` for several. */
  readonly makers = new Map<string, string | undefined>();

  constructor({ path }: SyntaxSource) {
    this.path = path;
  }

  /** Dotted name of the definition that is open; what only contains counts between definitions. */
  get within(): string {
    return this.scopes.namesTo(({ defines }) => defines).join('.');
  }

  /** The class that is open; empty outside of classes. */
  get className(): string {
    for (const { className } of this.scopes.values()) if (className !== undefined) return className;
    return '';
  }

  /** Whether the file takes something from a package. */
  imports(module: RegExp): boolean {
    return this.facts.imports.some((one) => module.test(one.module));
  }

  learnMaker(name: string, maker: string): void {
    const known = this.makers.get(name);
    this.makers.set(name, this.makers.has(name) && known !== maker ? undefined : maker);
  }

  /** A router that is another one's parameter: `app.register((instance) => …, { prefix })`. */
  aliasOf(parameter: string): RouterAlias | undefined {
    for (const { alias } of this.scopes.values()) if (alias?.parameter === parameter) return alias;
    return undefined;
  }
}

/** Names of a function's parameters, from the first; empty for what is taken apart. */
export function parametersOf(functionNode: Node): readonly string[] {
  const single = functionNode.childForFieldName('parameter');
  if (single !== null) return [single.text];
  const list = functionNode.childForFieldName('parameters');
  if (list === null || list.namedChildCount > 20) return [];
  return list.namedChildren.flatMap((child) =>
    child === null || child.isExtra ? [] : [parameterName(child)],
  );
}

function parameterName(node: Node): string {
  const pattern = node.childForFieldName('pattern') ?? node.childForFieldName('left') ?? node;
  return pattern.type === 'identifier' ? pattern.text : '';
}
