import type { Node } from '@vscode/tree-sitter-wasm';
import type { Place, TextPattern } from './fileFacts.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import {
  argumentOf,
  dottedName,
  lastName,
  type PythonCall,
  type PythonDefinition,
  tracerName,
} from './pythonCall.ts';
import { classAround, type PythonFile } from './pythonFile.ts';
import { isLiteral, isUnknown, unknownText } from './textPattern.ts';

const spanStarters = new Set(['start_as_current_span', 'start_span', 'start_transaction', 'start_child']);

/** Functions of users around `start_span` by what they are called: `traced`, `trace_span`, `new_span`, `withSpan`. */
const wrapperName =
  /^(?:(?:\w+_)?(?:traced?|tracing|spans?|instrument(?:ed)?)|(?:trace|traced|span|instrument|start_span|with_span)_\w+|(?:start|with|new|in|trace)\w*Span|observed?)$/;
const noWrapper =
  /^(?:get|set|add|end|finish|use|record|is|has|on|format|parse|find|assert|expect|wait|flush|export|inject|extract|make|read|load|list|delete|log|print|col|row)_|^_?(?:debug_?)?trace$|_(?:ids?|kind|context|exporter|processor|attributes?|events?|links?|name|status|provider|flags|state)$/;
const noTracer = /^(?:log(?:ger|ging)?|re|match|m|html|st|response|traceback|bs|soup|tag)$/;

/** What functions of the file give to `start_span` as the name: the position of their parameter. */
export type PythonWrappers = Map<string, PythonWrapper>;

interface PythonWrapper {
  readonly position: number;
  readonly parameter: string;
  /** What it starts the span on. */
  readonly tracer: string;
}

/** A function that starts a span by the name it is given. */
export function findWrapper(file: PythonFile, call: PythonCall, wrappers: PythonWrappers): void {
  if (!spanStarters.has(call.name)) return;
  const argument = argumentOf(call, 0, 'name');
  const parameter = nameText(
    argument?.type === 'boolean_operator' ? argument.childForFieldName('left') : argument,
  );
  if (!/^\w+$/.test(parameter)) return;
  for (const frame of file.scopes.values()) {
    if (frame.type !== 'function') continue;
    const names = parametersOf(frame.node);
    const position = names.indexOf(parameter);
    if (position === -1) continue;
    const isMethod = names[0] === 'self' || names[0] === 'cls';
    const tracer = tracerName(call);
    // A class is called to make one.
    const name = frame.name === '__init__' ? classAround(file) : frame.name;
    wrappers.set(name, { position: isMethod ? position - 1 : position, parameter, tracer });
    return;
  }
}

/** Names of a function's parameters in their order; none for a class. */
export function parametersOf(node: Node): readonly string[] {
  return partsOf(node.childForFieldName('parameters')).map((parameter) =>
    parameter.type === 'identifier'
      ? nameText(parameter)
      : nameText(parameter.childForFieldName('name') ?? parameter.firstNamedChild),
  );
}

const noManager =
  /^(?:open|urlopen|Path|patch|object|dict|raises|warns|subTest|suppress|assert\w*|connect|connection|cursor|Lock|Semaphore|Timeout|timeout|ZipFile|TarFile|TemporaryDirectory|NamedTemporaryFile|redirect_\w+|chdir|get|post|put|delete|request|stream|websocket_connect|localcontext|override_settings|settings|setattr|setenv|use|test_client|test_request_context|app_context)$/;
const fewestLetters = 4;

/** `with step(f"load {name}"):` may be a span, whoever wrote `step`; a literal is found by its text alone. */
export function addManagedSpan(file: PythonFile, call: PythonCall, wrappers: PythonWrappers): void {
  if (spanName(file, call, wrappers) !== undefined || noManager.test(call.name)) return;
  const argument = argumentOf(call, 0, 'name');
  const text = argument !== undefined && isText(argument) ? textOf(file, argument) : undefined;
  const letters = text?.join('').match(/\p{L}/gu)?.length ?? 0;
  if (text === undefined || isLiteral(text) || letters < fewestLetters || /^[/.]|:\/\//.test(text.join('')))
    return;
  file.facts.spans.push({ name: text, tracer: '', place: placeOf(call.node), within: file.scopes.dotted });
}

/** A call that starts a span; with a definition where it decorates one. */
export function addSpan(
  file: PythonFile,
  call: PythonCall,
  wrappers: PythonWrappers,
  decorated?: PythonDefinition,
): void {
  const name = spanName(file, call, wrappers, decorated);
  if (name === undefined || isUnknown(name)) return;
  const tracer = wrappers.get(call.name)?.tracer ?? tracerName(call);
  const place: Place = decorated?.place ?? placeOf(call.node);
  const within = decorated?.qualifiedName ?? file.scopes.dotted;
  file.facts.spans.push({ name, tracer, place, within });
}

/** `@traced` without a call: the span is called as the function. */
export function addPlainDecorator(file: PythonFile, decorator: Node, definition: PythonDefinition): void {
  const dotted = dottedName(decorator);
  const name = lastName(dotted);
  if (definition.isClass || !isDecorator(name)) return;
  for (const text of functionNames(dotted, definition)) addDecorated(file, text, dotted, definition);
}

function isDecorator(name: string): boolean {
  return wrapperName.test(name) && (name === 'trace' || !noWrapper.test(name));
}

/** What a decorator makes of the function's name; Logfire's is a sentence. */
function functionNames(dotted: string, definition: PythonDefinition): readonly TextPattern[] {
  if (dotted === 'logfire.instrument') return [['Calling ', `.${definition.qualifiedName}`]];
  return [...new Set([definition.name, definition.qualifiedName])].map((name) => [name]);
}

function addDecorated(
  file: PythonFile,
  name: TextPattern,
  dotted: string,
  definition: PythonDefinition,
): void {
  const tracer = lastName(dotted.slice(0, Math.max(dotted.lastIndexOf('.'), 0)));
  file.facts.spans.push({ name, tracer, place: definition.place, within: definition.qualifiedName });
}

function spanName(
  file: PythonFile,
  call: PythonCall,
  wrappers: PythonWrappers,
  decorated?: PythonDefinition,
): TextPattern | undefined {
  if (call.receiver === 'logfire' || call.receiver.endsWith('.logfire'))
    return logfireName(file, call, decorated);
  if (spanStarters.has(call.name)) return textOf(file, argumentOf(call, 0, 'name', 'description'));
  if (/tracer$/i.test(call.receiver) && (call.name === 'trace' || call.name === 'wrap')) {
    return textOf(file, argumentOf(call, 0, 'name'));
  }
  return wrappedName(file, call, wrappers, decorated);
}

function wrappedName(
  file: PythonFile,
  call: PythonCall,
  wrappers: PythonWrappers,
  decorated?: PythonDefinition,
): TextPattern | undefined {
  const wrapper = wrappers.get(call.name);
  if (wrapper !== undefined) return textOf(file, argumentOf(call, wrapper.position, wrapper.parameter));
  if (decorated === undefined ? !isWrapper(call) : !isDecorator(call.name)) return undefined;
  const argument = argumentOf(call, 0, 'name', 'span_name', 'operation_name');
  if (argument === undefined) return decorated && !decorated.isClass ? [decorated.name] : undefined;
  const text = isText(argument) ? textOf(file, argument) : undefined;
  // `@app.trace("/x")` is a route.
  if (text?.[0]?.startsWith('/') === true) return undefined;
  return decorated === undefined ? text : text?.flatMap(piecesOf);
}

/** `@span("post to {0}")` puts in what the function is given, as `str.format` does. */
function piecesOf(text: string): TextPattern {
  return text.split(/\{(?:\d+|[a-z_]\w*(?:\.\w+)*)?\}/);
}

function isWrapper(call: PythonCall): boolean {
  return wrapperName.test(call.name) && !noWrapper.test(call.name) && !noTracer.test(tracerName(call));
}

function isText({ type }: Node): boolean {
  return type === 'string' || type === 'concatenated_string';
}

function textOf(file: PythonFile, node: Node | undefined): TextPattern {
  return file.texts.textOf(node, file.scopes.names);
}

const logfireLogs = new Set([
  'span',
  'trace',
  'debug',
  'info',
  'notice',
  'warn',
  'warning',
  'error',
  'fatal',
  'exception',
]);

/** Logfire calls spans by their template; its own reading of f-strings puts the expressions in as they stand. */
function logfireName(
  file: PythonFile,
  call: PythonCall,
  decorated?: PythonDefinition,
): TextPattern | undefined {
  const argument = argumentOf(call, 0, 'msg_template', '_span_name');
  if (call.name === 'instrument' && decorated !== undefined) {
    const [calling = unknownText] = functionNames('logfire.instrument', decorated);
    return argument === undefined ? calling : textOf(file, argument);
  }
  if (!logfireLogs.has(call.name)) return undefined;
  return textOf(file, call.keywords.get('_span_name') ?? argument);
}
