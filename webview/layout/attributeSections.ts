import type { Attribute, AttributeValue } from '../../src/shared/spanDetail.ts';
import { attributeText } from './attributeText.ts';
import { isWebAddress, type ValueFormat, valueFormat } from './valueFormat.ts';

/** Attributes of one namespace, as the panel shows them. */
export interface AttributeSection {
  /** The namespace; empty for keys without one. */
  readonly namespace: string;
  readonly rows: readonly AttributeRow[];
}

export interface AttributeRow {
  /** The whole key, as it was sent. */
  readonly key: string;
  /** The key without the namespace that heads the section. */
  readonly shown: string;
  /** The value as it was sent, which is also what is copied. */
  readonly text: string;
  /** Says that something went wrong. */
  readonly isError: boolean;
  /** A web address, to be opened on a click and never by itself. */
  readonly isUrl: boolean;
  /** What the value is written in, where that is shown better than it was sent. */
  readonly format: ValueFormat | undefined;
  /** Said behind the value: `12 bytes`; empty for nothing. */
  readonly note: string;
  /** What queries and columns of the waterfall call it; `undefined` where they do not know it. */
  readonly queryKey: string | undefined;
}

/** Where attributes are, as queries name it: those of the span itself by their key alone. */
export type AttributeOwner = 'span' | 'resource' | 'scope' | 'none';

const protocols = ['http', 'rpc', 'db', 'messaging'];
/** Namespaces that stand with the first of others that is there, under their whole keys. */
const guests: Readonly<Record<string, readonly string[]>> = {
  url: ['http'],
  user_agent: ['http'],
  server: protocols,
  client: protocols,
  network: protocols,
  net: protocols,
};

/**
 * Attributes by namespace (the key up to its first dot), in the order in which the namespaces come; keys
 * without one last. With a filter, only those whose key or value holds the text.
 */
export function attributeSections(attributes: readonly Attribute[], filter = ''): AttributeSection[] {
  const present = new Set(attributes.map(({ key }) => namespaceOf(key)));
  const sections = new Map<string, AttributeRow[]>();
  const matches = matcher(filter);
  for (const attribute of attributes) {
    const own = namespaceOf(attribute.key);
    const hosts = Object.hasOwn(guests, own) ? guests[own] : undefined;
    const namespace = hosts?.find((host) => present.has(host)) ?? own;
    const row = attributeRow(attribute, namespace, 'span');
    if (!matches(row)) continue;
    const rows = sections.get(namespace);
    if (rows === undefined) sections.set(namespace, [row]);
    else rows.push(row);
  }
  const named = [...sections].filter(([namespace]) => namespace !== '');
  const bare = [...sections].filter(([namespace]) => namespace === '');
  return [...named, ...bare].map(([namespace, rows]) => ({ namespace, rows }));
}

/** Rows of attributes under their whole keys, filtered. */
export function attributeRows(
  attributes: readonly Attribute[],
  filter = '',
  owner: AttributeOwner = 'none',
): AttributeRow[] {
  return attributes.map((attribute) => attributeRow(attribute, '', owner)).filter(matcher(filter));
}

function attributeRow({ key, value }: Attribute, namespace: string, owner: AttributeOwner): AttributeRow {
  const text = attributeText(value);
  const isInside = namespace !== '' && key.startsWith(`${namespace}.`);
  return {
    key,
    shown: isInside ? key.slice(namespace.length + 1) : key,
    text,
    isError: isErrorValue(key, text),
    isUrl: value.type === 'string' && isWebAddress(text),
    format: valueFormat(key, value),
    note: noteOn(value),
    queryKey: queryKeyOf(key, owner),
  };
}

function queryKeyOf(key: string, owner: AttributeOwner): string | undefined {
  if (owner === 'none') return undefined;
  return owner === 'span' ? key : `${owner}.${key}`;
}

function noteOn(value: AttributeValue): string {
  if (value.type !== 'bytes') return '';
  const padding = /=*$/.exec(value.value)?.[0].length ?? 0;
  const bytes = Math.floor((value.value.length * 3) / 4) - padding;
  return bytes === 1 ? '1 byte, in Base64' : `${bytes.toLocaleString('en-US')} bytes, in Base64`;
}

function namespaceOf(key: string): string {
  const dot = key.indexOf('.');
  return dot > 0 ? key.slice(0, dot) : '';
}

function matcher(filter: string): (row: AttributeRow) => boolean {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return () => true;
  return ({ key, text }) => key.toLowerCase().includes(wanted) || text.toLowerCase().includes(wanted);
}

/** Server errors of HTTP, whatever is about an exception, and the error attributes of the conventions. */
function isErrorValue(key: string, text: string): boolean {
  if (key === 'http.response.status_code' || key === 'http.status_code') return /^5\d\d$/.test(text);
  if (key === 'error') return text !== 'false' && text !== '';
  if (key === 'otel.status_code') return text === 'ERROR';
  if (key === 'rpc.grpc.status_code') return text !== '0';
  return key === 'error.type' || key === 'error.message' || /^exception\.(type|message)$/.test(key);
}
