import type { Node } from '@vscode/tree-sitter-wasm';
import { FactsFile, type SourceScope } from './factsFile.ts';
import type { Place, TextPattern } from './fileFacts.ts';
import type { Constants } from './namedTexts.ts';
import { lastLineOf, nameText, partsOf, placeOf } from './place.ts';
import { type RubyTextSources, rubyText } from './rubyTexts.ts';
import { unknownText } from './textPattern.ts';

/** A resource of Rails that what is nested in its block is below. */
export interface RailsResource {
  /** `photos` of `resources :photos`; the controller's name with its modules. */
  readonly controller: string;
  /** Before what is about all of them, before what is about one, and before what is nested. */
  readonly collection: TextPattern;
  readonly member: TextPattern;
}

export interface RubyScope extends SourceScope {
  /** What a block adds to paths. */
  readonly path: TextPattern;
  /** Whose routes these are: `rails`, `grape`, `sinatra`; empty where nobody's, `none` where they must not be read. */
  readonly framework: string;
  /** Modules of controllers: `admin/`. */
  readonly module: string;
  readonly controller: string;
  readonly resource: RailsResource | undefined;
  /** Of a class: what it is derived from and includes. */
  readonly bases: readonly string[];
  /** Of a class: what Grape's `prefix` and `version` say. */
  readonly settings: Map<string, TextPattern>;
}

/** `get '/x', to: 'a#b' do … end`, taken apart. */
export interface RubyCall {
  readonly node: Node;
  readonly name: string;
  readonly receiver: Node | undefined;
  readonly arguments: readonly Node[];
  /** `to: 'a#b'`, `'x' => 'a#b'`. */
  readonly pairs: readonly { readonly key: Node; readonly value: Node }[];
  readonly block: Node | undefined;
}

export class RubyFile extends FactsFile<RubyScope> {
  readonly #heredocs = new Map<number, Node>();

  readonly #lookup: Constants = (name) => {
    if (name === '__method__') return [this.nearest('method')?.name ?? ''];
    if (name === 'self.class.name') return [this.qualifiedClass];
    return this.texts.lookup(name);
  };

  readonly #sources: RubyTextSources = {
    constants: this.#lookup,
    heredoc: (beginning) => this.#heredocs.get(beginning.startIndex),
  };

  /** Heredocs begin and are written in the same order. */
  pairHeredocs(nodes: readonly Node[]): void {
    const bodies = nodes.filter(({ type }) => type === 'heredoc_body');
    const beginnings = nodes.filter(({ type }) => type === 'heredoc_beginning');
    for (const [index, { startIndex }] of beginnings.entries()) {
      const body = bodies[index];
      if (body !== undefined) this.#heredocs.set(startIndex, body);
    }
  }

  text(node: Node | undefined | null): TextPattern {
    return node === undefined || node === null ? unknownText : rubyText(node, this.#sources);
  }

  /** The whole text, where it is known. */
  plain(node: Node | undefined | null): string | undefined {
    const text = this.text(node);
    return text.length === 1 ? text[0] : undefined;
  }

  get qualifiedClass(): string {
    const names = this.scopes.names;
    const method = this.nearest('method');
    return (method === undefined ? names : names.slice(0, names.lastIndexOf(method.name))).join('::');
  }

  /** The class or block that says whose routes these are. */
  get framework(): string {
    for (const { framework } of this.scopes.values()) if (framework !== '') return framework;
    return '';
  }

  openScope(node: Node, names: readonly string[], more: Partial<RubyScope> & Pick<RubyScope, 'type'>): void {
    this.scopes.open(node, names, {
      name: names.at(-1) ?? '',
      place: placeOf(node),
      path: [''],
      framework: '',
      module: '',
      controller: '',
      resource: undefined,
      bases: [],
      settings: new Map(),
      ...more,
    });
  }
}

export function rubyCall(node: Node): RubyCall {
  const all = partsOf(node.childForFieldName('arguments'));
  const pairs = all
    .filter(({ type }) => type === 'pair')
    .flatMap((pair) => {
      const key = pair.childForFieldName('key');
      const value = pair.childForFieldName('value');
      return key === null || value === null ? [] : [{ key, value }];
    });
  return {
    node,
    name: nameText(node.childForFieldName('method')),
    receiver: node.childForFieldName('receiver') ?? undefined,
    arguments: all.filter(({ type }) => type !== 'pair'),
    pairs,
    block: node.childForFieldName('block') ?? undefined,
  };
}

/** The value of `key: …`. */
export function option({ pairs }: RubyCall, key: string): Node | undefined {
  return pairs.find(
    (pair) =>
      /^(?:hash_key_symbol|simple_symbol)$/.test(pair.key.type) && pair.key.text.replace(/^:/, '') === key,
  )?.value;
}

/** From the name of the call to its end, so that a chain over several lines is where its words are. */
export function rubyCallPlace({ node }: RubyCall): Place {
  const end = node.childForFieldName('arguments') ?? node.childForFieldName('method') ?? node;
  return { ...placeOf(node.childForFieldName('method') ?? node), endLine: lastLineOf(end) };
}

/** `tracer`, `@tracer`, `TRACER`, `Shop::TRACER` by the last name; empty for a chain. */
export function rubyVariable(node: Node | undefined | null): string {
  switch (node?.type) {
    case 'identifier':
    case 'constant':
    case 'instance_variable':
    case 'class_variable':
    case 'global_variable':
      return nameText(node).replace(/^[@$]+/, '');
    case 'scope_resolution':
      return nameText(node.childForFieldName('name'));
    case 'call':
      return node.childForFieldName('receiver')?.type === 'self'
        ? nameText(node.childForFieldName('method'))
        : '';
    default:
      return '';
  }
}

/** `[:a, 'b']`, `%i[a b]`, or one alone. */
export function rubyList(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return /^(?:array|symbol_array|string_array)$/.test(node.type) ? partsOf(node) : [node];
}
