import type { Attribute } from '../../src/shared/spanDetail.ts';
import { attributeText } from './attributeText.ts';

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
  readonly text: string;
  /** Says that something went wrong. */
  readonly isError: boolean;
  /** A web address, to be opened on a click and never by itself. */
  readonly isUrl: boolean;
}

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
  for (const attribute of attributes) {
    const own = namespaceOf(attribute.key);
    const namespace = guests[own]?.find((host) => present.has(host)) ?? own;
    const row = attributeRow(attribute, namespace);
    if (!matches(row, filter)) continue;
    sections.set(namespace, [...(sections.get(namespace) ?? []), row]);
  }
  const named = [...sections].filter(([namespace]) => namespace !== '');
  const bare = [...sections].filter(([namespace]) => namespace === '');
  return [...named, ...bare].map(([namespace, rows]) => ({ namespace, rows }));
}

/** Rows of attributes under their whole keys, filtered. */
export function attributeRows(attributes: readonly Attribute[], filter = ''): AttributeRow[] {
  return attributes.map((attribute) => attributeRow(attribute, '')).filter((row) => matches(row, filter));
}

function attributeRow({ key, value }: Attribute, namespace: string): AttributeRow {
  const text = attributeText(value);
  const isInside = namespace !== '' && key.startsWith(`${namespace}.`);
  return {
    key,
    shown: isInside ? key.slice(namespace.length + 1) : key,
    text,
    isError: isErrorValue(key, text),
    isUrl: value.type === 'string' && /^https?:\/\/[^\s]+$/i.test(text),
  };
}

function namespaceOf(key: string): string {
  const dot = key.indexOf('.');
  return dot > 0 ? key.slice(0, dot) : '';
}

function matches({ key, text }: AttributeRow, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return key.toLowerCase().includes(wanted) || text.toLowerCase().includes(wanted);
}

/** Server errors of HTTP, whatever is about an exception, and the error attributes of the conventions. */
function isErrorValue(key: string, text: string): boolean {
  if (key === 'http.response.status_code' || key === 'http.status_code') return /^5\d\d$/.test(text);
  if (key === 'error') return text !== 'false' && text !== '';
  if (key === 'otel.status_code') return text === 'ERROR';
  if (key === 'rpc.grpc.status_code') return text !== '0';
  return key === 'error.type' || key === 'error.message' || /^exception\.(type|message)$/.test(key);
}
