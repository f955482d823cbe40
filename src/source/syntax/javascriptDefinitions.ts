import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol } from '../codeSymbol.ts';
import { type JavaScriptFile, type JavaScriptScope, parametersOf } from './javascriptFile.ts';
import { callOf, decoratorsOf, isFunction, keyText, unwrapped } from './javascriptNodes.ts';
import { lastLineOf, nameText, partsOf } from './place.ts';

/** What a node gives a name to. */
interface Named {
  /** From the outermost; more than one for `Foo.prototype.bar = …`. */
  readonly names: readonly string[];
  /** Where the last name stands. */
  readonly nameNode: Node;
  /** The function, class or object that has the name. */
  readonly value: Node;
  /** False for what only contains: objects, namespaces. */
  readonly defines: boolean;
}

const declarations: ReadonlySet<string> = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'class_declaration',
  'abstract_class_declaration',
  'class',
  'method_definition',
]);

const assignments: Readonly<Record<string, readonly [target: string, source: string]>> = {
  variable_declarator: ['name', 'value'],
  pair: ['key', 'value'],
  public_field_definition: ['name', 'value'],
  field_definition: ['property', 'value'],
  assignment_expression: ['left', 'right'],
};

export const definitionTypes = [
  ...declarations,
  ...Object.keys(assignments),
  'arrow_function',
  'internal_module',
  'module',
  'export_statement',
];

/** Definitions by the names that V8 gives them in a stack, and what is in them. */
export class JavaScriptDefinitions {
  readonly #file: JavaScriptFile;
  /** Lines of the first decorators of what comes later, by the id of its node. */
  readonly #startLines = new Map<number, number>();

  constructor(file: JavaScriptFile) {
    this.#file = file;
  }

  /** Opens what the node defines or contains. */
  visit(node: Node): void {
    this.#noteDecorators(node);
    if (node.type === 'arrow_function' || node.type === 'export_statement') this.#visitUnnamed(node);
    else {
      const named = namedBy(node);
      if (named !== undefined) this.#open(node, named);
      else if (isFunction(node)) this.#visitUnnamed(node);
    }
  }

  #open(node: Node, { names, nameNode, value, defines }: Named): void {
    const isWrapped = !defines && this.#isWrapper(node, value);
    const isExports = names.length === 1 && names[0] === 'exports' && node.type === 'assignment_expression';
    if (defines || isWrapped) this.#add(node, { names, nameNode, value, defines });
    // What stands in `module.exports = { … }` has no other name than its own.
    this.#file.scopes.open(
      node,
      isExports && !defines ? [] : names,
      this.#scopeOf(value, names, defines || isWrapped),
    );
  }

  #scopeOf(value: Node, names: readonly string[], defines: boolean): JavaScriptScope {
    const isClass = /class/.test(value.type);
    const alias = this.#file.aliases.get(value.id);
    return {
      defines,
      ...(isClass ? { className: names.at(-1) ?? '' } : {}),
      ...(isFunction(value) ? { parameters: parametersOf(value) } : {}),
      ...(alias === undefined ? {} : { alias }),
    };
  }

  /** `const show = asyncHandler(async () => …)` outside of functions: looked up by that name, whatever V8 calls it. */
  #isWrapper(node: Node, value: Node): boolean {
    if (node.type === 'pair' || value.type !== 'call_expression') return false;
    for (const { defines, className } of this.#file.scopes.values()) {
      if (defines && className === undefined) return false;
    }
    const call = callOf(value);
    return call !== undefined && !otherCalls.test(call.name) && call.args.some((arg) => isFunction(arg));
  }

  #visitUnnamed(node: Node): void {
    if (node.type === 'export_statement') this.#nameDefault(node);
    else {
      const alias = this.#file.aliases.get(node.id);
      const more = alias === undefined ? {} : { alias };
      this.#file.scopes.open(node, [], { defines: false, parameters: parametersOf(node), ...more });
    }
  }

  /** `export default async () => …` and `export default handler(() => …)` have no name but `default`. */
  #nameDefault(node: Node): void {
    const value = unwrapped(node.childForFieldName('value'));
    if (value === undefined || (isFunction(value) && value.childForFieldName('name') !== null)) return;
    const call = value.type === 'call_expression' ? callOf(value) : undefined;
    const hasFunction = isFunction(value) || call?.args.some((arg) => isFunction(arg)) === true;
    if (!hasFunction) return;
    this.#add(value, { names: ['default'], nameNode: value, value, defines: true });
    this.#file.scopes.open(node, ['default'], { defines: true, parameters: parametersOf(value) });
  }

  #add(node: Node, { names, nameNode, value }: Named): void {
    const outer = this.#file.scopes.names;
    const { row, column } = nameNode.startPosition;
    const isType = /class/.test(value.type);
    const bases = isType ? basesOf(value) : [];
    const startLine = this.#startLines.get(node.id);
    const symbol: CodeSymbol = {
      name: names.at(-1) ?? '',
      containers: [...outer, ...names.slice(0, -1)],
      line: row + 1,
      column: column + 1,
      endLine: lastLineOf(node),
      ...(startLine === undefined ? {} : { startLine }),
      ...(isType ? { isType } : {}),
      ...(bases.length === 0 ? {} : { bases }),
    };
    this.#file.facts.symbols.push(symbol);
  }

  /** Decorators stand before `export`, on the class, or (in TypeScript) before the members among a class's children. */
  #noteDecorators(node: Node): void {
    const own = node.type === 'export_statement' ? undefined : decoratorsOf(node)[0];
    if (own !== undefined) this.#noteStart(node, own);
    if (node.type === 'export_statement') {
      const first = decoratorsOf(node)[0];
      if (first !== undefined) this.#noteStart(node.childForFieldName('declaration'), first);
    }
    if (!/class/.test(node.type)) return;
    for (const { member, decorators } of membersOf(node)) {
      const first = decorators[0];
      if (first !== undefined) this.#noteStart(member, first);
    }
  }

  #noteStart(node: Node | null, decorator: Node): void {
    if (node === null || this.#startLines.has(node.id)) return;
    this.#startLines.set(node.id, decorator.startPosition.row + 1);
  }
}

const otherCalls =
  /^(?:map|filter|reduce|reduceRight|find\w*|forEach|flatMap|some|every|sort|then|catch|finally|get|post|put|patch|delete|all|use|on|route|register|group|mount|on[A-Z]\w*|start\w*Span)$/;

/** The members of a class with the decorators that stand on them, in JavaScript's grammar and in TypeScript's. */
export function membersOf(classNode: Node): readonly { member: Node; decorators: readonly Node[] }[] {
  const members: { member: Node; decorators: readonly Node[] }[] = [];
  let pending: Node[] = [];
  for (const child of partsOf(classNode.childForFieldName('body'))) {
    if (child.type === 'decorator') {
      pending.push(child);
      continue;
    }
    members.push({ member: child, decorators: [...pending, ...decoratorsOf(child)] });
    pending = [];
  }
  return members;
}

function basesOf(classNode: Node): readonly string[] {
  const heritage = partsOf(classNode).find(({ type }) => type === 'class_heritage');
  return partsOf(heritage).flatMap((child) => {
    if (child.type === 'extends_clause') return [nameText(child.childForFieldName('value'))];
    return child.type === 'implements_clause' ? partsOf(child).map(nameText) : [nameText(child)];
  });
}

function namedBy(node: Node): Named | undefined {
  if (declarations.has(node.type)) return named(node.childForFieldName('name'), node, true);
  if (node.type === 'internal_module' || node.type === 'module') {
    return named(node.childForFieldName('name'), node, false);
  }
  const fields = assignments[node.type];
  const value = fields === undefined ? undefined : unwrapped(node.childForFieldName(fields[1]));
  if (fields === undefined || value === undefined) return undefined;
  const target = node.childForFieldName(fields[0]);
  if (hasOwnName(target, value)) return undefined;
  if (isFunction(value) || value.type === 'class') return named(target, value, true);
  const contains = value.type === 'object' || value.type === 'call_expression';
  return contains ? named(target, value, false) : undefined;
}

/** `module.exports = function orders() {}`, `let Cat = class Cat {}`: the value says its name itself. */
function hasOwnName(target: Node | null, value: Node): boolean {
  const own = nameText(value.childForFieldName('name'));
  const given = nameText(target);
  return own !== '' && (own === given || given === 'module.exports');
}

function named(target: Node | null, value: Node, defines: boolean): Named | undefined {
  if (target === null) return undefined;
  const parts = namesOf(target);
  const nameNode = parts.at(-1);
  return nameNode === undefined ? undefined : { names: parts.map(keyText), nameNode, value, defines };
}

/** The parts of `Foo.prototype.bar`, without those that only say how it is exported. */
function namesOf(node: Node): readonly Node[] {
  const parts: Node[] = [];
  let rest: Node | null = node;
  while (rest !== null && rest.type === 'member_expression' && parts.length < maxParts) {
    const property: Node | null = rest.childForFieldName('property');
    if (property !== null) parts.unshift(property);
    rest = rest.childForFieldName('object');
  }
  if (rest !== null && /(?:identifier|^string|^number)$/.test(rest.type)) parts.unshift(rest);
  return parts.filter(
    (part, index) =>
      index === parts.length - 1 ||
      !/^(?:this|module|exports|prototype|self|window|globalThis)$/.test(nameText(part)),
  );
}

const maxParts = 20;
