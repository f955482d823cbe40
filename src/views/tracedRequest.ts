import { type CurlCommand, curlLine, parseCurl, plainOptions } from '../shared/curlCommand.ts';
import { parseTraceReference, type TraceReference } from '../shared/traceReference.ts';

export type Shell = 'posix' | 'windows';

/** A `traceparent` of a new trace that is to be recorded, from 24 random bytes (W3C Trace Context, level 1). */
export function newTraceparent(random: Uint8Array): string {
  const hex = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  // Ids of zeros alone are none.
  return `00-${hex.slice(0, 31)}1-${hex.slice(32, 47)}1-01`;
}

/** The curl line of what was typed: an address, a method and an address, or a curl command; `undefined` for anything else. */
export function requestLine(typed: string, traceparent: string, shell: Shell): string | undefined {
  const curl = parseCurl(typed);
  if (curl !== undefined)
    return isHttp(curl.request.url) ? curlLine(curl.options, traceparent, shell) : undefined;
  const [, method = 'GET', address = ''] = /^\s*(?:([a-z]+)\s+)?(\S+)\s*$/i.exec(typed) ?? [];
  const url = withScheme(address);
  return isHttp(url) ? curlLine(plainOptions(method.toUpperCase(), url), traceparent, shell) : undefined;
}

/** `:3000/cart` and `localhost:3000/cart` are of this machine. */
function withScheme(address: string): string {
  if (/^[a-z][\w+.-]*:\/\//i.test(address)) return address;
  return address.startsWith(':') ? `http://localhost${address}` : `http://${address}`;
}

function isHttp(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

/** A line that is ready to be sent, and the trace that it starts. */
export interface TracedRequest {
  readonly command: CurlCommand;
  readonly trace: TraceReference;
}

/** Reads the line again, as the user left it; a sentence where it cannot be sent. */
export function readRequestLine(line: string): TracedRequest | 'noCurl' | 'noHttp' | 'noTrace' {
  const command = parseCurl(line);
  if (command === undefined) return 'noCurl';
  if (!isHttp(command.request.url)) return 'noHttp';
  const trace = parseTraceReference(line);
  // The span that the line names is its sender, which sends no span itself.
  return trace === undefined ? 'noTrace' : { command, trace: { traceId: trace.traceId } };
}

/** What is sent; headers that belong to the connection are left to it. */
export function fetchOptions({ request }: CurlCommand): RequestInit {
  const { method, headers, body, user, followsRedirects } = request;
  const kept = headers.filter(([name]) => !connectionHeaders.has(name.toLowerCase()));
  const basic = user === undefined ? [] : [['authorization', `Basic ${base64(user)}`] as const];
  return {
    method,
    headers: [...kept, ...basic].map(([name, value]): [string, string] => [name, value]),
    redirect: followsRedirects ? 'follow' : 'manual',
    ...(body !== undefined && { body }),
  };
}

const connectionHeaders = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'accept-encoding',
]);

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
