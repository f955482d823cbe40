import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import type { JavaScriptFile } from './javascriptFile.ts';
import {
  callOf,
  type Decorator,
  dottedName,
  isFunction,
  type JavaScriptCall,
  propertyOf,
  unwrapped,
} from './javascriptNodes.ts';
import { placeOf } from './place.ts';
import { isUnknown, patternOfFormat } from './textPattern.ts';

/** Methods that every tracing library calls so. */
const spanMethods =
  /^(?:start(?:Active|Inactive|Root|New)?Span(?:Manual)?|(?:with|in|run(?:In)?|wrap)(?:New|Active)?Span)$/;

/** What people call functions of their own that run something in a span. */
const spanFunction = /span|^trac(?:e|ed|ing)|Trac(?:e|ed|ing)$|^(?:with|run)Trac|^instrument/i;

/** Of functions with such a name, these do something else with a span. */
const otherFunction =
  /^(?:(?:get|set|end|is|has|add|record|update|delete|parse|format|render|make|describe|assert|expect|find|test|mock)(?=[A-Z_]|$))|Exporter|Processor|Provider|Context|Attributes?$/;

interface WrapperCall {
  readonly call: JavaScriptCall;
  readonly within: string;
}

/** Which argument of a wrapper is the name, or which property of its first one. */
interface Wrapper {
  readonly index: number;
}

/** Places that start spans, and tracers. */
export class JavaScriptSpans {
  readonly #file: JavaScriptFile;
  /** Calls of tracers that a variable has taken. */
  readonly #taken = new Set<number>();
  readonly #wrappers = new Map<string, Wrapper>();
  readonly #wrapperCalls: WrapperCall[] = [];

  constructor(file: JavaScriptFile) {
    this.#file = file;
  }

  /** `const tracer = trace.getTracer('shop')`. */
  visitAssigned(name: string, value: Node): void {
    const call = value.type === 'call_expression' ? callOf(value) : undefined;
    if (call?.name !== 'getTracer') return;
    this.#taken.add(value.id);
    this.#addTracer(name, call);
  }

  visitCall(call: JavaScriptCall): void {
    if (call.name === 'getTracer') {
      if (!this.#taken.has(call.node.id) && call.args.length > 0) this.#addTracer('', call);
      return;
    }
    if (this.#startsSpan(call)) this.#addCall(call, call.args[0]);
    else if (call.receiver === undefined || dottedName(call.receiver) !== '') this.#noteWrapperCall(call);
  }

  /** `@Span('x')`, `@Traced()` on a method: without a name, libraries give it `Class.method`. */
  visitDecorator({ name, args }: Decorator, className: string, member: Node): void {
    if (!/^(?:\w*Span|Traced?|TraceMethod|Tracing|Instrument)$/.test(name)) return;
    const nameNode = member.childForFieldName('name') ?? member.childForFieldName('property');
    if (nameNode === null) return;
    const own = `${className}.${nameNode.text}`;
    const given = this.#nameOf(args[0]);
    const names: readonly TextPattern[] = given.length > 0 ? given : [[own]];
    for (const one of names) {
      this.#file.facts.spans.push({ name: one, tracer: '', place: placeOf(nameNode), within: own });
    }
  }

  /** Calls of functions of the file that give a parameter of theirs to a tracer; once everything is read. */
  finish(): void {
    for (const { call, within } of this.#wrapperCalls) {
      const wrapper = this.#wrappers.get(call.name);
      if (wrapper !== undefined) this.#addCall(call, call.args[wrapper.index], within);
    }
    this.#file.facts.spans.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  }

  #startsSpan(call: JavaScriptCall): boolean {
    const { name, receiver, args } = call;
    if (receiver === undefined) return spanMethods.test(name) || isOwnFunction(call);
    if (spanMethods.test(name)) return true;
    const on = dottedName(receiver);
    if (on === 'Effect' && name === 'fn') return true;
    if (/^logfire$/i.test(on))
      return /^(?:span|startSpan|trace|debug|info|notice|warning|error|fatal)$/.test(name);
    if (/tracer$/i.test(on)) return /^(?:trace|wrap|span)$/.test(name) && args.some((arg) => isFunction(arg));
    return isOwnFunction(call) && !/^(?:trace|api|otel|opentelemetry|context|console)$/.test(on);
  }

  #addCall(call: JavaScriptCall, argument: Node | undefined, within = this.#file.within): void {
    const tracer = call.receiver === undefined ? '' : dottedName(call.receiver);
    const names = this.#nameOf(argument).map((name) =>
      /^logfire$/i.test(tracer) ? logfireName(name) : name,
    );
    for (const name of names) this.#file.facts.spans.push({ name, tracer, place: call.place, within });
    if (names.length === 0) this.#learnWrapper(argument);
  }

  /** The texts of a name, which may be a property of options: `{ name: 'x' }`. */
  #nameOf(argument: Node | undefined): readonly TextPattern[] {
    const node = unwrapped(argument);
    if (node === undefined || isFunction(node)) return [];
    const name = node.type === 'object' ? nameProperty(node) : node;
    return this.#file.texts
      .textsOf(name)
      .filter((text) => !isUnknown(text) && text[0] !== undefined && text.join('') !== '');
  }

  /** A function that names spans by a parameter of its own. */
  #learnWrapper(argument: Node | undefined): void {
    const node = unwrapped(argument);
    const name = node?.type === 'object' ? nameProperty(node) : node;
    const parameter = dottedName(name).split('.')[0] ?? '';
    const wrapper = this.#file.within.split('.').at(-1) ?? '';
    if (parameter === '' || wrapper === '') return;
    for (const { parameters, defines } of this.#file.scopes.values()) {
      const index = parameters?.indexOf(parameter) ?? -1;
      if (index >= 0) this.#wrappers.set(wrapper, { index });
      if (index >= 0 || defines) return;
    }
  }

  #noteWrapperCall(call: JavaScriptCall): void {
    const hasName = call.args.some(
      ({ type }) =>
        /string$/.test(type) || type === 'object' || type === 'member_expression' || type === 'identifier',
    );
    if (hasName && call.args.some((arg) => isFunction(arg))) {
      this.#wrapperCalls.push({ call, within: this.#file.within });
    }
  }

  #addTracer(variable: string, { args, place }: JavaScriptCall): void {
    this.#file.facts.tracers.push({ variable, scope: this.#file.texts.textOf(args[0]), place });
  }
}

/** `withTracing('x', () => …)`, `traced({ name: 'x' }, fn)`: it says what it does, and has a name and something to run. */
function isOwnFunction({ name, args }: JavaScriptCall): boolean {
  if (!spanFunction.test(name) || otherFunction.test(name)) return false;
  const [first] = args.map((arg) => unwrapped(arg));
  if (first === undefined) return false;
  const named = /string$/.test(first.type) || (first.type === 'object' && nameProperty(first) !== undefined);
  return named && args.slice(1).some((arg) => isFunction(arg) || arg.type === 'identifier');
}

function nameProperty(object: Node): Node | undefined {
  return propertyOf(object, 'name') ?? propertyOf(object, 'spanName');
}

/** Logfire's names are templates: `charge {amount}`. */
function logfireName(name: TextPattern): TextPattern {
  return name.length === 1 ? patternOfFormat(name[0] ?? '', 'braces') : name;
}
