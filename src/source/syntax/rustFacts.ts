import type { Node } from '@vscode/tree-sitter-wasm';
import { type Analyser, type Facts, newFacts, type SyntaxSource } from './analyser.ts';
import type { ImportFact } from './fileFacts.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import { rustCall, rustCallPlace } from './rustCall.ts';
import { addConsumer } from './rustConsumers.ts';
import {
  functionPlace,
  lastSegment,
  pathText,
  type RustFile,
  type RustFrame,
  type RustFunction,
} from './rustFile.ts';
import { RustRouters } from './rustRouters.ts';
import { addAttributeRoute, addRoute } from './rustRoutes.ts';
import {
  addInstrumented,
  addSpanCall,
  addSpanMacro,
  addTracer,
  isTracer,
  parameterNames,
} from './rustSpans.ts';
import { implName, implSymbol, rustImports, rustSymbol } from './rustSymbols.ts';
import { RustTexts } from './rustTexts.ts';
import { macroTree } from './rustTokens.ts';
import { Scopes } from './scopes.ts';
import { StatementFinder } from './statementFinder.ts';

export const rustFacts: Analyser = {
  markers:
    /\binstrument\b|_?span!|tracer\b|span_builder|SpanBuilder|in_span|\.route\(|\.nest\(|\.service\(|\.configure\(|\.mount\(|\.at\("|#\[(?:\w+::)*(?:get|post|put|patch|delete|head|options|route)\(|_server::|tonic|\.subscribe\(|basic_consume|query(?:_\w+)?!/,
  nodeTypes: [
    'use_declaration',
    'mod_item',
    'function_item',
    'function_signature_item',
    'struct_item',
    'enum_item',
    'union_item',
    'trait_item',
    'impl_item',
    'attribute_item',
    'const_item',
    'static_item',
    'let_declaration',
    'macro_invocation',
    'call_expression',
    'string_literal',
    'raw_string_literal',
  ],
  analyse: (source) => new RustReader(source).read(),
};

const betweenItems = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*$/;

/** Reads twice: names, tracers and texts first, since a file uses them above where it says them. */
class RustReader {
  readonly #source: SyntaxSource;
  readonly #facts = newFacts();
  readonly #texts = new RustTexts();
  readonly #crates = new Set<string>();
  readonly #renamed = new Map<string, string>();
  readonly #tracers = new Set<string>();
  /** Attributes whose item is still to come. */
  #attributes: Node[] = [];

  constructor(source: SyntaxSource) {
    this.#source = source;
  }

  read(): Facts {
    const names = this.#newFile();
    for (const node of this.#source.nodes) this.#learn(node, names);
    this.#attributes = [];
    const file = this.#newFile();
    const statements = new StatementFinder(statementSource(file), this.#facts.statements);
    const routers = new RustRouters(file);
    for (const node of this.#source.nodes) this.#tell(node, file, statements, routers);
    statements.finish();
    return this.#facts;
  }

  #newFile(): RustFile {
    const scopes = new Scopes<RustFrame>();
    const names = { crates: this.#crates, renamed: this.#renamed, tracers: this.#tracers };
    return { facts: this.#facts, texts: this.#texts, scopes, ...names };
  }

  #learn(node: Node, file: RustFile): void {
    file.scopes.moveTo(node);
    switch (node.type) {
      case 'attribute_item':
        this.#attributes.push(node);
        break;
      case 'use_declaration':
        for (const fact of rustImports(node)) this.#addImport(fact);
        break;
      case 'const_item':
      case 'static_item':
      case 'let_declaration':
        this.#learnVariable(node, file);
        break;
      case 'call_expression':
      case 'macro_invocation':
      case 'string_literal':
      case 'raw_string_literal':
        break;
      default:
        this.#learnItem(node, file);
    }
  }

  #addImport(fact: ImportFact): void {
    this.#facts.imports.push(fact);
    const [crate = ''] = (fact.module || fact.name).split('::');
    this.#crates.add(crate);
    if (fact.local !== fact.name) this.#renamed.set(fact.local, fact.name);
  }

  #learnVariable(node: Node, { scopes }: RustFile): void {
    const name = variableName(node);
    const value = node.childForFieldName('value');
    if (value === null || !/^\w+$/.test(name)) return;
    this.#texts.assign(scopes.names, name, value);
    if (isTracer(value)) this.#tracers.add(name);
  }

  #learnItem(node: Node, file: RustFile): void {
    const startLine = (this.#attributesOf(node)[0] ?? node).startPosition.row + 1;
    const { names } = file.scopes;
    const isImpl = node.type === 'impl_item';
    const symbol = isImpl ? implSymbol(node, names, startLine) : rustSymbol(node, names, startLine);
    const isElsewhere = node.type === 'mod_item' && node.childForFieldName('body') === null;
    if (symbol !== undefined && !isElsewhere) this.#facts.symbols.push(symbol);
    if (isElsewhere && symbol !== undefined)
      this.#addImport({ local: symbol.name, module: 'self', name: symbol.name });
    openItem(node, file);
    if (node.type === 'function_item') {
      for (const name of parameterNames(node)) this.#texts.hide(file.scopes.names, name);
    }
  }

  /** The attributes right before an item; those before fields and statements are of no item. */
  #attributesOf(item: Node): readonly Node[] {
    const own: Node[] = [];
    let start = item.startIndex;
    for (const attribute of this.#attributes.toReversed()) {
      if (!betweenItems.test(this.#source.text.slice(attribute.endIndex, start))) break;
      own.unshift(attribute);
      start = attribute.startIndex;
    }
    this.#attributes = [];
    return own;
  }

  #tell(node: Node, file: RustFile, statements: StatementFinder, routers: RustRouters): void {
    file.scopes.moveTo(node);
    switch (node.type) {
      case 'attribute_item':
        this.#attributes.push(node);
        break;
      case 'function_item':
        this.#tellFunction(node, file);
        break;
      case 'const_item':
      case 'static_item':
      case 'let_declaration':
        tellVariable(node, file, statements);
        break;
      case 'macro_invocation':
        tellMacro(node, file, statements);
        break;
      case 'call_expression':
        tellCall(node, file, statements, routers);
        break;
      case 'string_literal':
      case 'raw_string_literal':
        statements.addLiteral(node);
        break;
      case 'use_declaration':
        break;
      default:
        openItem(node, file);
    }
  }

  #tellFunction(node: Node, file: RustFile): void {
    const name = nameText(node.childForFieldName('name'));
    const qualifiedName = [...file.scopes.names, name].join('.');
    const definition: RustFunction = { name, qualifiedName, place: functionPlace(node) };
    for (const attribute of this.#attributesOf(node)) {
      const [inner] = partsOf(attribute);
      const path = pathText(inner?.firstNamedChild);
      const tree = inner?.childForFieldName('arguments') ?? null;
      addInstrumented(file, path, tree, definition);
      addAttributeRoute(file, attribute, path, tree, definition);
    }
    openItem(node, file);
  }
}

function openItem(node: Node, { scopes }: RustFile): void {
  const isImpl = node.type === 'impl_item';
  const name = isImpl ? implName(node) : nameText(node.childForFieldName('name'));
  if (name === '') return;
  const type = node.type === 'mod_item' ? 'module' : node.type.startsWith('function_') ? 'function' : 'type';
  scopes.open(node, [name], { type, name });
}

/** `x` of `let x`, `let mut x`, `const X` and `static X`. */
function variableName(node: Node): string {
  return nameText(node.childForFieldName('pattern') ?? node.childForFieldName('name'));
}

function statementSource({ texts, scopes }: RustFile) {
  return {
    textsOf: (node: Node) => texts.textsOf(node, scopes.names),
    variableOf: (node: Node) => {
      const bare = node.type === 'reference_expression' ? node.childForFieldName('value') : node;
      return bare?.type === 'identifier' ? nameText(bare) : '';
    },
    get within() {
      return scopes.dotted;
    },
  };
}

function mayBeText({ type }: Node): boolean {
  return /^(?:identifier|string_literal|raw_string_literal|reference_expression|binary_expression|call_expression|macro_invocation)$/.test(
    type,
  );
}

function tellVariable(node: Node, file: RustFile, statements: StatementFinder): void {
  const name = variableName(node);
  const value = node.childForFieldName('value');
  if (value === null) return;
  if (mayBeText(value)) statements.addVariable(name, value);
  file.scopes.open(node, [], { type: 'let', name: /^\w+$/.test(name) ? name : '' });
}

function tellMacro(node: Node, file: RustFile, statements: StatementFinder): void {
  addSpanMacro(file, node);
  const name = lastSegment(pathText(node.childForFieldName('macro')));
  const tree = macroTree(node);
  if (
    tree !== undefined &&
    /^(?:query|sql|e?print|trace$|debug$|info$|warn$|error$|panic$|assert|bail$|anyhow$)/.test(name)
  ) {
    statements.addCall(placeOf(node), name, [tree]);
  }
}

function tellCall(node: Node, file: RustFile, statements: StatementFinder, routers: RustRouters): void {
  routers.enter(node);
  const call = rustCall(node);
  if (call === undefined) return;
  statements.addCall(rustCallPlace(call), call.name, call.parts.filter(mayBeText));
  addTracer(file, call, routers.isInFront(node));
  addSpanCall(file, call);
  routers.addMounts(call);
  addRoute(file, call, routers);
  addConsumer(file, call);
}
