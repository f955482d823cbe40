import type { Node } from '@vscode/tree-sitter-wasm';
import type { Place, TextPattern } from './fileFacts.ts';
import { type Annotation, valuesOf } from './javaAnnotations.ts';
import { callPlace, type JavaFile } from './javaFile.ts';
import { nameText, partsOf } from './place.ts';
import { isUnknown } from './textPattern.ts';

/** Spans that annotations of a method make: `@WithSpan`, `@Observed`, `@NewSpan`. */
export function annotatedSpans(
  annotations: readonly Annotation[],
  method: string,
  place: Place,
  file: JavaFile,
): void {
  for (const annotation of annotations) {
    for (const name of namesOf(annotation, method, file)) {
      file.facts.spans.push({ name, tracer: '', place, within: file.scopes.dotted });
    }
  }
}

function namesOf(annotation: Annotation, method: string, file: JavaFile): readonly TextPattern[] {
  switch (annotation.name) {
    case 'WithSpan':
      return [given(annotation, file, 'value') ?? [`${file.className}.${method}`]];
    case 'NewSpan':
      return withHyphens(given(annotation, file, 'value', 'name') ?? [method]);
    case 'Observed':
      // The contextual name is the span's, which Micrometer hyphenates on its way.
      return withHyphens(given(annotation, file, 'contextualName') ?? [`${file.className}#${method}`]);
    default:
      return [];
  }
}

function given(annotation: Annotation, file: JavaFile, ...keys: readonly string[]): TextPattern | undefined {
  const [node] = valuesOf(annotation, ...keys);
  const text = node === undefined ? [''] : file.text(node);
  return text.length === 1 && text[0] === '' ? undefined : text;
}

function withHyphens(name: TextPattern): readonly TextPattern[] {
  const hyphenated = name.map((piece, index) =>
    piece.replace(/[A-Z]/g, (letter, at) => `${at === 0 && index === 0 ? '' : '-'}${letter.toLowerCase()}`),
  );
  const plainHash = hyphenated.map((piece) => piece.replaceAll('#-', '#'));
  return hyphenated.join() === name.join() ? [name] : [name, plainHash];
}

/** Spans and tracers that calls make. */
export function callSpans(call: Node, name: string, args: readonly Node[], file: JavaFile): void {
  const [first] = args;
  if (first === undefined) return;
  const object = call.childForFieldName('object');
  if (/^(?:spanBuilder|buildSpan)$/.test(name)) {
    addSpan(call, file.text(first), object, file);
    return;
  }
  const named = name === 'contextualName' || (name === 'name' && isNextSpan(object));
  const observed = /^(?:createNotStarted|start)$/.test(name) && nameText(object) === 'Observation';
  if (!named && !observed) return;
  for (const text of withHyphens(file.text(first))) addSpan(call, text, null, file);
}

function addSpan(call: Node, name: TextPattern, object: Node | null, file: JavaFile): void {
  const tracer = object?.type === 'field_access' ? object.childForFieldName('field') : object;
  const variable = tracer?.type === 'identifier' ? tracer.text : '';
  file.facts.spans.push({ name, tracer: variable, place: callPlace(call), within: file.scopes.dotted });
}

/** `tracer.nextSpan().name("x")`. */
function isNextSpan(object: Node | null): boolean {
  return (
    object?.type === 'method_invocation' &&
    /^(?:nextSpan|spanBuilder)$/.test(nameText(object.childForFieldName('name')))
  );
}

/** `tracer = openTelemetry.getTracer("x")`, also through `tracerBuilder("x").build()`. */
export function tracerOf(call: Node, variable: string, file: JavaFile): boolean {
  let inner: Node | null = call;
  for (let depth = 0; inner?.type === 'method_invocation' && depth < 10; depth++) {
    const name = inner.childForFieldName('name')?.text ?? '';
    const [scope] = partsOf(inner.childForFieldName('arguments'));
    if (/^(?:getTracer|tracerBuilder)$/.test(name) && scope !== undefined) {
      const text = scopeText(scope, file);
      if (!isUnknown(text)) file.facts.tracers.push({ variable, scope: text, place: callPlace(inner) });
      return true;
    }
    inner = inner.childForFieldName('object');
  }
  return false;
}

/** `getClass().getName()` is the class around. */
function scopeText(scope: Node, file: JavaFile): TextPattern {
  return /^(?:this\.)?getClass\(\)\.get\w*Name\(\)$/.test(nameText(scope))
    ? [file.className]
    : file.text(scope);
}
