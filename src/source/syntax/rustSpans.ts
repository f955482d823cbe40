import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import { type RustCall, rustCallPlace } from './rustCall.ts';
import { lastSegment, pathText, type RustFile, type RustFunction } from './rustFile.ts';
import { argumentsOf, macroTree, type RustArgument } from './rustTokens.ts';
import { isUnknown, unknownText } from './textPattern.ts';

/** `#[instrument(name = "x", fields(otel.name = "y"))]`; without a name, the function's own. */
export function addInstrumented(
  file: RustFile,
  path: string,
  tree: Node | null,
  definition: RustFunction,
): void {
  if (!/^(?:instrument|trace|span_fn)$/.test(lastSegment(path)) || path === 'trace') return;
  const attributes = argumentsOf(tree);
  const fields = attributes.find(({ tokens }) => tokens[0]?.text === 'fields')?.tokens[1];
  const text = file.scopes.names;
  const named = attributes.find(({ key }) => key === 'name');
  const own = named === undefined ? [definition.name] : file.texts.textOfTokens(named.tokens, text);
  push(file, nameFrom(file, argumentsOf(fields), own), '', definition.place, definition.qualifiedName);
}

const spanMacro = /^(?:(?:trace|debug|info|warn|error)_)?span$/;

/** `info_span!("x")`, `span!(Level::INFO, "x", otel.name = "y")`. */
export function addSpanMacro(file: RustFile, macro: Node): void {
  if (!spanMacro.test(lastSegment(pathText(macro.childForFieldName('macro'))))) return;
  const values = argumentsOf(macroTree(macro));
  const literal = values.find(isName);
  if (literal === undefined) return;
  const own = file.texts.textOfTokens(literal.tokens, file.scopes.names);
  push(file, nameFrom(file, values, own), '', placeOf(macro), file.scopes.dotted);
}

/** The name has no key; a constant may stand for it, but `Level::INFO` is none. */
function isName({ key, tokens }: RustArgument): boolean {
  return key === '' && tokens.length === 1 && /^(?:string_literal|identifier)$/.test(tokens[0]?.type ?? '');
}

/** The field `otel.name` is what the span is called, unless it is left empty. */
function nameFrom(file: RustFile, values: readonly RustArgument[], own: TextPattern): TextPattern {
  const override = values.find(({ key }) => key === 'otel.name' || key === '"otel.name"');
  if (override === undefined || override.tokens.at(-1)?.text === 'Empty') return own;
  return file.texts.textOfTokens(override.tokens, file.scopes.names);
}

/** `tracer.start("x")`, `tracer.span_builder("x")`, `tracer.in_span("x", |cx| …)`, `SpanBuilder::from_name("x")`. */
export function addSpanCall(file: RustFile, call: RustCall): void {
  if (!startsSpan(file, call)) return;
  const name = file.texts.textOf(call.parts[0], file.scopes.names);
  push(file, name, receiverName(call), rustCallPlace(call), file.scopes.dotted);
}

function startsSpan(file: RustFile, call: RustCall): boolean {
  const { name } = call;
  if (name === 'span_builder' || name === 'in_span') return true;
  if (name === 'from_name') return /SpanBuilder::from_name$/.test(call.path);
  if (name !== 'start' && name !== 'start_with_context') return false;
  const receiver = receiverName(call);
  return /tracer/i.test(receiver) || file.tracers.has(receiver);
}

/** A variable, static or field, else the function that gives the tracer back. */
function variableAround({ scopes }: RustFile): string {
  for (const { type, name } of scopes.values()) if (type === 'let' || type === 'function') return name;
  return '';
}

function inPlaceName(call: Node): string {
  return nameText(call).replace(/\s+/g, '');
}

/** `tracer` of `self.tracer` and of `tracer()`; `global::tracer("x")` in place is known by its text. */
function receiverName({ receiver }: RustCall): string {
  if (receiver?.type === 'call_expression' && nameText(receiver).includes('"')) return inPlaceName(receiver);
  const named = receiver?.type === 'call_expression' ? receiver.childForFieldName('function') : receiver;
  return nameText(named?.childForFieldName('field') ?? named?.childForFieldName('name') ?? named);
}

/** `let tracer = global::tracer("x")`. */
export function addTracer(file: RustFile, call: RustCall, isInFront: boolean): void {
  const [first] = call.parts;
  if (first === undefined || !/^(?:tracer|tracer_with_version|versioned_tracer)$/.test(call.name)) return;
  const scope = file.texts.textOf(first, file.scopes.names);
  if (isUnknown(scope)) return;
  const variable = isInFront ? inPlaceName(call.node) : variableAround(file);
  file.facts.tracers.push({ variable, scope, place: rustCallPlace(call) });
}

/** Whether a value is a tracer, by the call that it comes from. */
export function isTracer(value: Node): boolean {
  const callee = value.type === 'call_expression' ? value.childForFieldName('function') : null;
  return /^\w*tracer\w*$/.test(lastSegment(nameText(callee?.childForFieldName('field') ?? callee)));
}

function push(
  file: RustFile,
  name: TextPattern,
  tracer: string,
  place: ReturnType<typeof placeOf>,
  within: string,
) {
  if (name === unknownText || isUnknown(name)) return;
  file.facts.spans.push({ name, tracer, place, within });
}

/** Names of a function's parameters. */
export function parameterNames(node: Node): readonly string[] {
  return partsOf(node.childForFieldName('parameters')).map((parameter) =>
    nameText(parameter.childForFieldName('pattern')),
  );
}
