import { MalformedError } from '../otlp/wireReader.ts';
import { nanosOfMicros } from './microseconds.ts';
import { idFault, tolerantSpanId, tolerantTraceId } from './tolerantIds.ts';

/** A span of Zipkin's second version (zipkin-api, `zipkin2-api.yaml`), checked; times in nanoseconds. */
export interface ZipkinSpan {
  readonly traceId: string;
  readonly id: string;
  readonly parentId: string;
  readonly name: string;
  /** CLIENT, SERVER, PRODUCER, CONSUMER, or empty. */
  readonly kind: string;
  readonly timestamp: bigint | undefined;
  readonly duration: bigint | undefined;
  /** The other half of this span was reported by the caller. */
  readonly shared: boolean;
  readonly debug: boolean;
  readonly localEndpoint: ZipkinEndpoint | undefined;
  readonly remoteEndpoint: ZipkinEndpoint | undefined;
  readonly annotations: readonly ZipkinAnnotation[];
  readonly tags: ReadonlyMap<string, string>;
}

export interface ZipkinEndpoint {
  readonly serviceName: string;
  /** An address of version 4 or 6; empty where there is none. */
  readonly address: string;
  /** Of version 6, also where there is one of version 4. */
  readonly ipv6: string;
  readonly port: number;
}

export interface ZipkinAnnotation {
  readonly timestamp: bigint;
  readonly value: string;
}

export type ZipkinFields = ReadonlyMap<string, unknown>;

/** A span from JSON of version 2. Throws `MalformedError` where an id is none. */
export function zipkinSpan(fields: ZipkinFields): ZipkinSpan {
  return {
    ...zipkinHead(fields),
    kind: textField(fields, 'kind').toUpperCase(),
    shared: fields.get('shared') === true,
    localEndpoint: zipkinEndpoint(fields.get('localEndpoint')),
    remoteEndpoint: zipkinEndpoint(fields.get('remoteEndpoint')),
    annotations: listOf(fields.get('annotations')).flatMap(annotationOf),
    tags: tagsOf(fields.get('tags')),
  };
}

/** What both versions have. */
export function zipkinHead(
  fields: ZipkinFields,
): Pick<ZipkinSpan, 'traceId' | 'id' | 'parentId' | 'name' | 'timestamp' | 'duration' | 'debug'> {
  const traceId = tolerantTraceId(fields.get('traceId'));
  if (traceId === undefined) throw new MalformedError(idFault('traceId', fields.get('traceId')));
  const id = tolerantSpanId(fields.get('id'));
  if (id === undefined) throw new MalformedError(idFault('id', fields.get('id')));
  const parentId = tolerantSpanId(fields.get('parentId')) ?? '';
  return {
    traceId,
    id,
    parentId: parentId === id ? '' : parentId,
    name: textField(fields, 'name'),
    timestamp: timeOf(fields.get('timestamp')),
    duration: nanosOfMicros(fields.get('duration')),
    debug: fields.get('debug') === true,
  };
}

/** Zero means that it is missing. */
export function timeOf(value: unknown): bigint | undefined {
  const time = nanosOfMicros(value);
  return time === undefined || time <= 0n ? undefined : time;
}

export function zipkinEndpoint(value: unknown): ZipkinEndpoint | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const port = Number(fields.get('port') ?? 0);
  const endpoint = {
    serviceName: textField(fields, 'serviceName'),
    address: textField(fields, 'ipv4') || textField(fields, 'ipv6'),
    ipv6: textField(fields, 'ipv6'),
    port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0,
  };
  return endpoint.serviceName === '' && endpoint.address === '' && endpoint.port === 0 ? undefined : endpoint;
}

/** The members of an object, without those that are `null`. */
export function fieldsOf(value: unknown): ZipkinFields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value).filter(([, member]) => member !== null));
}

export function textField(fields: ZipkinFields, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Tags are texts; some senders write numbers all the same. */
export function tagText(value: unknown): string {
  try {
    return typeof value === 'string' ? value : JSON.stringify(value);
  } catch (error) {
    throw error instanceof RangeError ? new MalformedError('a tag is nested too deeply') : error;
  }
}

function annotationOf(value: unknown): ZipkinAnnotation[] {
  const fields = fieldsOf(value);
  const timestamp = nanosOfMicros(fields?.get('timestamp'));
  if (fields === undefined || timestamp === undefined || timestamp < 0n) return [];
  return [{ timestamp, value: textField(fields, 'value') }];
}

function tagsOf(value: unknown): ReadonlyMap<string, string> {
  return new Map([...(fieldsOf(value) ?? [])].map(([key, tag]) => [key, tagText(tag)]));
}
