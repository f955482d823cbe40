import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { callPlace, dotted, type GoCall, lastNameOf, textAt } from './goCall.ts';
import { type GoFile, parametersOf, variableOf } from './goFile.ts';
import { nameText } from './place.ts';
import { isUnknown } from './textPattern.ts';

/** Functions of the file that start a span by the name they are given: the position of that parameter, and their tracer. */
export type GoWrappers = Map<string, { readonly position: number; readonly tracer: string }>;

const wrapperName =
  /^(?:(?:start|begin|new|open|create|with|in|do|run|trace)\w*span\w*|span(?:start|from|with)\w*|span|traced?|tracefunc|withtrac\w*|runtraced?|dotraced?)$/i;
const contextual = /ctx|context/i;
const logger = /log|span|debug|t$/i;

/** `tracer.Start(ctx, "x")`, and functions of users around it: `StartSpan(ctx, "x")`. */
export function addSpan(file: GoFile, call: GoCall, wrappers: GoWrappers): void {
  const name = spanName(file, call, wrappers);
  if (name === undefined || isUnknown(name)) return;
  const own = call.name === 'Start' ? undefined : wrappers.get(call.name);
  const tracer = own?.tracer ?? tracerName(call.receiver);
  file.facts.spans.push({ name, tracer, place: callPlace(call), within: file.scopes.dotted });
}

/**
 * What a span and its tracer find each other by: a variable's or function's last name, or the whole text of a call that
 * gives the tracer back in place, `otel.Tracer("x")`.
 */
export function tracerName(receiver: Node | undefined): string {
  const name = lastNameOf(receiver);
  const isInPlace = receiver?.type === 'call_expression' && name === 'Tracer';
  return isInPlace ? nameText(receiver).replace(/\s+/g, '') : name;
}

function spanName(file: GoFile, call: GoCall, wrappers: GoWrappers): TextPattern | undefined {
  if (isStart(file, call)) return textAt(file, call.parts[1]);
  const wrapper = wrappers.get(call.name);
  if (wrapper !== undefined) return textAt(file, call.parts[wrapper.position]);
  return wrapperName.test(call.name) || runsFunction(call) ? wrappedName(file, call) : undefined;
}

function isStart(file: GoFile, { name, receiver, parts }: GoCall): boolean {
  if (name !== 'Start' || receiver === undefined || parts.length < 2) return false;
  const receiverName = lastNameOf(receiver);
  if (/tracer/i.test(receiverName)) return true;
  const known = variableOf(file, receiverName);
  if (/(?:^|\.)Tracer$/.test(known?.type ?? '') || lastNameOf(known?.value) === 'Tracer') return true;
  const field = file.fields.get(fieldOf(file, receiver));
  return /(?:^|\.)Tracer$/.test(field ?? '');
}

/** `server.tr` of `s.tr`. */
function fieldOf(file: GoFile, receiver: Node): string {
  const [first = '', second = ''] = dotted(receiver).split('.');
  return `${variableOf(file, first)?.type ?? ''}.${second}`;
}

/** `tel.Do(ctx, "x", func(ctx context.Context) error {…})`: who gives a function a context has most often made it. */
function runsFunction({ parts }: GoCall): boolean {
  const last = parts.at(-1);
  const takesContext = last?.type === 'func_literal' && parametersOf(last)[0]?.type === 'context.Context';
  return takesContext && contextual.test(nameText(parts[0]));
}

/** The first text among the arguments; short names such as `Trace` are wrappers only where a context is given too. */
function wrappedName(file: GoFile, { name, receiver, parts }: GoCall): TextPattern | undefined {
  const isPlain = !/span/i.test(name) || name.length === 4;
  if (isPlain && (!contextual.test(nameText(parts[0])) || logger.test(lastNameOf(receiver))))
    return undefined;
  for (const part of parts.slice(0, 4)) {
    const text = textAt(file, part);
    if (!isUnknown(text)) return text;
  }
  return undefined;
}

/** A function that gives its own parameter to `Start` as the name. */
export function findWrapper(file: GoFile, call: GoCall, wrappers: GoWrappers): void {
  const parameter = nameText(call.parts[1]);
  if (call.name !== 'Start' || !/^\w+$/.test(parameter)) return;
  for (const frame of file.scopes.values()) {
    if (frame.type !== 'function') continue;
    const position = parametersOf(frame.node).findIndex(({ name }) => name === parameter);
    if (position !== -1) wrappers.set(frame.name, { position, tracer: tracerName(call.receiver) });
    return;
  }
}
