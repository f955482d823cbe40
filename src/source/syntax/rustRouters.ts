import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { nameText } from './place.ts';
import { ownPath, type RustCall, rootOf, rustCall, rustCallPlace } from './rustCall.ts';
import { lastSegment, type RustFile, type RustRouter } from './rustFile.ts';
import { argumentsOf, macroTree } from './rustTokens.ts';
import { isUnknown, joined } from './textPattern.ts';

/** Calls that make a router on the spot. */
const maker =
  /(?:^|::)(?:(?:OpenApi)?Router|ApiRouter|App|Route|Rocket)::(?:<[^>]*>::)?(?:new|default|with_openapi|build)$|^(?:rocket::)?(?:build|custom)$/;
const scopeMaker = /(?:^|::)(?:scope|resource)$/;

/** Routers of one file, by the calls that chains of methods begin with. */
export class RustRouters {
  readonly #file: RustFile;
  /** What the chain that a call is part of begins with, by the call's id: chains of routes are long. */
  readonly #roots = new Map<number, Node>();
  readonly #inFront = new Set<number>();
  /** Routers on the spot, by the id of the argument that they are: what they are put under. */
  readonly #nested = new Map<number, RustRouter>();

  constructor(file: RustFile) {
    this.#file = file;
  }

  /** Whether another call is made on this one. */
  isInFront({ id }: Node): boolean {
    return this.#inFront.has(id);
  }

  /** To be called for every call, outer ones first. */
  enter(node: Node): void {
    const router = this.#nested.get(node.id);
    if (router !== undefined) this.#file.scopes.open(node, [], { type: 'nested', name: '', router });
    const on = node.childForFieldName('function')?.childForFieldName('value');
    if (on?.type === 'call_expression') this.#inFront.add(on.id);
  }

  /** The router that a method is called on. */
  of(call: RustCall): RustRouter | undefined {
    const root = this.#rootOf(call);
    if (root === undefined) return undefined;
    const made = this.#made(root);
    if (made !== undefined) return this.#around(made);
    const name = nameOf(this.#file, root);
    return name === '' ? undefined : { name, prefix: [''] };
  }

  #rootOf(call: RustCall): Node | undefined {
    const known = this.#roots.get(call.node.id);
    if (known !== undefined || call.receiver === undefined) return known;
    const root = rootOf(call.receiver);
    if (root === undefined) return undefined;
    let link: Node | null | undefined = call.node;
    while (link?.type === 'call_expression' && link.id !== root.id) {
      this.#roots.set(link.id, root);
      const callee: Node | null = link.childForFieldName('function');
      const method: Node | null | undefined =
        callee?.type === 'generic_function' ? callee.childForFieldName('function') : callee;
      link = method?.childForFieldName('value');
    }
    return root;
  }

  /** The prefix of a router that is made here; `undefined` for what is no such. */
  #made(root: Node): TextPattern | undefined {
    const call = root.type === 'call_expression' ? rustCall(root) : undefined;
    if (call === undefined) return undefined;
    if (scopeMaker.test(call.path)) return this.#file.texts.textOf(call.parts[0], this.#file.scopes.names);
    return maker.test(call.path) ? [''] : undefined;
  }

  /** What a router that is made here is put under, else the variable that it is given to. */
  #around(own: TextPattern): RustRouter {
    for (const { type, name, router } of this.#file.scopes.values()) {
      if (type === 'nested' && router !== undefined)
        return { name: router.name, prefix: joined([router.prefix, own]) };
      if (type === 'let') return { name, prefix: own };
      if (type === 'function') break;
    }
    return { name: '', prefix: own };
  }

  /** `nest`, `merge`, `service`, `configure`, and Rocket's `mount`. */
  addMounts(call: RustCall): void {
    const { name, parts } = call;
    if (call.receiver === undefined) return;
    if (/^(?:nest|nest_service|nest_no_strip)$/.test(name)) this.#mount(call, parts[1], parts[0]);
    else if (/^(?:merge|service|configure)$/.test(name)) this.#mount(call, parts[0], undefined);
    else if (name === 'mount') this.#mountRoutes(call);
  }

  #mount(call: RustCall, child: Node | undefined, path: Node | undefined): void {
    const router = this.of(call);
    const prefix = path === undefined ? [''] : this.#file.texts.textOf(path, this.#file.scopes.names);
    if (child === undefined || router === undefined || isUnknown(prefix)) return;
    const under = { name: router.name, prefix: joined([router.prefix, prefix]) };
    const root = rootOf(child);
    if (root !== undefined && this.#made(root) !== undefined) this.#nested.set(child.id, under);
    else this.#push(call, under, nameOf(this.#file, root));
  }

  /** `rocket.mount("/api", routes![show, orders::list])`. */
  #mountRoutes(call: RustCall): void {
    const [path, routes] = call.parts;
    const router = this.of(call);
    if (routes?.type !== 'macro_invocation' || router === undefined) return;
    const prefix = joined([router.prefix, this.#file.texts.textOf(path, this.#file.scopes.names)]);
    for (const { tokens } of argumentsOf(macroTree(routes))) {
      this.#push(call, { name: router.name, prefix }, tokens.map(({ text }) => text).join(''));
    }
  }

  #push(call: RustCall, { name, prefix }: RustRouter, child: string): void {
    if (child === '' || isUnknown(prefix)) return;
    const within = this.#file.scopes.dotted;
    const dotted = child.replace(/::(?=\w+$)/, '.');
    this.#file.facts.mounts.push({ parent: name, child: dotted, prefix, within, place: rustCallPlace(call) });
  }
}

/** A variable, `router` of `self.router`, or the function that gives the router back. */
function nameOf(file: RustFile, root: Node | undefined): string {
  if (root?.type === 'field_expression') return nameText(root.childForFieldName('field'));
  if (root?.type === 'call_expression') return ownPath(file, root.childForFieldName('function'));
  const path = ownPath(file, root);
  return lastSegment(path) === 'self' ? '' : path;
}
