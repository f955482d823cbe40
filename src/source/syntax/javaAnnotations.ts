import type { Node } from '@vscode/tree-sitter-wasm';
import { partsOf } from './place.ts';

/** `@Name(value, key = value)`, with its name without package. */
export interface Annotation {
  readonly name: string;
  /** Values by key; a lone value has the key `value`. Several in braces are several. */
  readonly values: ReadonlyMap<string, readonly Node[]>;
  readonly node: Node;
}

/** The annotations of a declaration, in their order. */
export function annotationsOf(declaration: Node): readonly Annotation[] {
  const modifiers = declaration.namedChildren.find((child) => child?.type === 'modifiers');
  return partsOf(modifiers)
    .filter(({ type }) => type === 'annotation' || type === 'marker_annotation')
    .map(annotationOf);
}

/** What stands under the first of the keys that is there. */
export function valuesOf(annotation: Annotation, ...keys: readonly string[]): readonly Node[] {
  const key = keys.find((one) => annotation.values.has(one));
  return key === undefined ? [] : (annotation.values.get(key) ?? []);
}

function annotationOf(node: Node): Annotation {
  const name = (node.childForFieldName('name')?.text ?? '').replace(/^.*\./, '');
  const values = new Map<string, readonly Node[]>();
  for (const argument of partsOf(node.childForFieldName('arguments'))) {
    const pair = argument.type === 'element_value_pair';
    const key = pair ? (argument.childForFieldName('key')?.text ?? '') : 'value';
    const value = pair ? argument.childForFieldName('value') : argument;
    if (value !== null) values.set(key, elementsOf(value));
  }
  return { name, values, node };
}

function elementsOf(value: Node): readonly Node[] {
  return value.type === 'element_value_array_initializer' ? partsOf(value) : [value];
}
