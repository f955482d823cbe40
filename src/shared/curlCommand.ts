import { quotedWord, shellWords } from './shellWords.ts';

/** A request as a `curl` command asks for it. */
export interface CurlRequest {
  readonly method: string;
  /** With a scheme; `http` where none was written, as curl does. */
  readonly url: string;
  /** In the order in which they were given. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  /** `name:password`. */
  readonly user: string | undefined;
  readonly followsRedirects: boolean;
}

export interface CurlCommand {
  readonly options: readonly CurlOption[];
  readonly request: CurlRequest;
  /** Options that only curl itself can carry out, as they were written. */
  readonly onlyCurl: readonly string[];
}

export interface CurlOption {
  /** The long name without dashes; `url` for what is no option. */
  readonly name: string;
  readonly value: string;
  /** How it was written. */
  readonly words: readonly string[];
}

/** Characters within which the name of the program ends, with the path to it. */
const mostProgram = 4096;

/** Reads a whole `curl` command; `undefined` where the text is none, or names no address. */
export function parseCurl(text: string): CurlCommand | undefined {
  // Whatever is pasted is asked about; only what may be one is taken apart.
  if (!/curl/i.test(text.slice(0, mostProgram))) return undefined;
  const [program = '', ...words] = shellWords(text.replace(/^\s*[$>]\s+/, ''));
  if (!/^(?:.*[\\/])?curl(?:\.exe)?$/i.test(program)) return undefined;
  const options = readOptions(words);
  const url = options.find(({ name }) => name === 'url')?.value;
  if (url === undefined) return undefined;
  const onlyCurl = options.filter(isOnlyCurls).map((option) => option.words[0] ?? '');
  return { options, request: requestOf(options, url), onlyCurl };
}

/** The command as one line, with its own headers that carry a trace replaced by this one. */
export function curlLine(
  options: readonly CurlOption[],
  traceparent: string,
  shell: 'posix' | 'windows',
): string {
  const kept = options.filter((option) => !carriesTrace(option)).flatMap(({ words }) => words);
  const words = [...kept, '-H', `traceparent: ${traceparent}`].map((word) => quotedWord(word, shell));
  return [shell === 'windows' ? 'curl.exe' : 'curl', ...words].join(' ');
}

/** The options that stand for a request without a body. */
export function plainOptions(method: string, url: string): readonly CurlOption[] {
  const how = method === 'GET' ? [] : [{ name: 'request', value: method, words: ['-X', method] }];
  return [{ name: 'include', value: '', words: ['-i'] }, ...how, { name: 'url', value: url, words: [url] }];
}

const traceHeaders =
  /^\s*(?:traceparent|tracestate|b3|x-b3-[\w-]+|uber-trace-id|x-amzn-trace-id|x-datadog-[\w-]+|x-cloud-trace-context|sentry-trace)\s*:/i;

function carriesTrace({ name, value }: CurlOption): boolean {
  return name === 'header' && traceHeaders.test(value);
}

/** Short options that take a value, by the long name. */
const shortNames: Readonly<Record<string, string>> = {
  A: 'user-agent',
  b: 'cookie',
  c: 'cookie-jar',
  C: 'continue-at',
  d: 'data',
  D: 'dump-header',
  e: 'referer',
  E: 'cert',
  F: 'form',
  h: 'help',
  H: 'header',
  K: 'config',
  m: 'max-time',
  o: 'output',
  P: 'ftp-port',
  Q: 'quote',
  r: 'range',
  t: 'telnet-option',
  T: 'upload-file',
  u: 'user',
  U: 'proxy-user',
  w: 'write-out',
  x: 'proxy',
  X: 'request',
  y: 'speed-time',
  Y: 'speed-limit',
  z: 'time-cond',
};
const shortFlags: Readonly<Record<string, string>> = { G: 'get', I: 'head', k: 'insecure', L: 'location' };
const longWithValue = new Set([
  ...Object.values(shortNames),
  ...[
    'url',
    'json',
    'data-raw',
    'data-ascii',
    'data-binary',
    'data-urlencode',
    'form-string',
    'connect-timeout',
  ],
  ...[
    'unix-socket',
    'abstract-unix-socket',
    'resolve',
    'connect-to',
    'cacert',
    'capath',
    'key',
    'retry',
    'interface',
  ],
  ...[
    'retry-delay',
    'retry-max-time',
    'max-redirs',
    'oauth2-bearer',
    'aws-sigv4',
    'limit-rate',
    'ciphers',
    'tls-max',
  ],
  ...[
    'socks5',
    'socks5-hostname',
    'dns-servers',
    'noproxy',
    'pass',
    'cert-type',
    'key-type',
    'url-query',
    'variable',
  ],
]);
const onlyCurls = new Set([
  ...[
    'form',
    'form-string',
    'upload-file',
    'config',
    'insecure',
    'cert',
    'key',
    'cacert',
    'proxy',
    'resolve',
  ],
  ...[
    'connect-to',
    'unix-socket',
    'abstract-unix-socket',
    'socks5',
    'socks5-hostname',
    'aws-sigv4',
    'interface',
  ],
  ...['digest', 'ntlm', 'negotiate', 'url-query', 'variable'],
]);

function isOnlyCurls({ name, value }: CurlOption): boolean {
  const fromFile = name === 'data-urlencode' ? /^[^=]*@/.test(value) : value.startsWith('@');
  const isData = /^(?:data(?:-ascii|-binary|-urlencode)?|json|header)$/.test(name);
  return onlyCurls.has(name) || (isData && fromFile);
}

function readOptions(words: readonly string[]): readonly CurlOption[] {
  const options: CurlOption[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    const [read, used] = readOption(word, words[i + 1]);
    options.push(...read);
    i += used;
  }
  return options;
}

/** What one word says, and how many words after it were used up. */
function readOption(word: string, next: string | undefined): readonly [readonly CurlOption[], number] {
  if (word.startsWith('--')) return readLong(word, next);
  if (word.startsWith('-') && word.length > 1) return readShort(word, next);
  return [[{ name: 'url', value: word, words: [word] }], 0];
}

function readLong(word: string, next: string | undefined): readonly [readonly CurlOption[], number] {
  const [, name = '', value] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
  if (!longWithValue.has(name)) return [[{ name, value: '', words: [word] }], 0];
  // Curl itself takes no `=`: what is written so is put right.
  if (value !== undefined) return [[{ name, value, words: [`--${name}`, value] }], 0];
  return [[{ name, value: next ?? '', words: [word, next ?? ''] }], 1];
}

/** `-sSXPOST`: flags, and at the end perhaps one with a value. */
function readShort(word: string, next: string | undefined): readonly [readonly CurlOption[], number] {
  const options: CurlOption[] = [];
  for (let k = 1; k < word.length; k++) {
    const letter = word.charAt(k);
    const name = shortNames[letter];
    if (name === undefined) {
      options.push({ name: shortFlags[letter] ?? letter, value: '', words: [`-${letter}`] });
      continue;
    }
    const attached = word.slice(k + 1);
    const value = attached !== '' ? attached : (next ?? '');
    options.push({ name, value, words: [`-${letter}`, value] });
    return [options, attached !== '' ? 0 : 1];
  }
  return [options, 0];
}

function requestOf(options: readonly CurlOption[], url: string): CurlRequest {
  const values = (name: string): readonly string[] =>
    options.filter((option) => option.name === name).map((option) => option.value);
  const has = (name: string): boolean => options.some((option) => option.name === name);
  const data = bodyOf(options);
  const asQuery = has('get') && data !== undefined;
  const body = asQuery ? undefined : data;
  return {
    method: (
      values('request').at(-1) ?? (has('head') ? 'HEAD' : body === undefined ? 'GET' : 'POST')
    ).toUpperCase(),
    url: withScheme(asQuery ? `${url}${url.includes('?') ? '&' : '?'}${data}` : url),
    headers: headersOf(options, body, has('json')),
    body,
    user: values('user').at(-1),
    followsRedirects: has('location'),
  };
}

function withScheme(url: string): string {
  return /^[a-z][\w+.-]*:\/\//i.test(url) ? url : `http://${url}`;
}

function bodyOf(options: readonly CurlOption[]): string | undefined {
  const parts = options.flatMap(({ name, value }) => {
    if (/^(?:data(?:-raw|-ascii|-binary)?|json)$/.test(name)) return [value];
    return name === 'data-urlencode' ? [urlEncoded(value)] : [];
  });
  const isJson = options.some(({ name }) => name === 'json');
  return parts.length === 0 ? undefined : parts.join(isJson ? '' : '&');
}

/** `name=content` and `=content` and `content`: only the content is encoded. */
function urlEncoded(value: string): string {
  const [, name = '', content = ''] = /^(?:([^=]*)=)?([\s\S]*)$/.exec(value) ?? [];
  return `${name === '' ? '' : `${name}=`}${encodeURIComponent(content)}`;
}

function headersOf(
  options: readonly CurlOption[],
  body: string | undefined,
  isJson: boolean,
): CurlRequest['headers'] {
  const named: Readonly<Record<string, string>> = {
    'user-agent': 'user-agent',
    cookie: 'cookie',
    referer: 'referer',
  };
  const headers = options.flatMap(({ name, value }): (readonly [string, string])[] => {
    const fixed = named[name];
    if (fixed !== undefined) return [[fixed, value]];
    if (name === 'oauth2-bearer') return [['authorization', `Bearer ${value}`]];
    const [, key, content] = name === 'header' ? (/^\s*([^:;]+):\s*([\s\S]*)$/.exec(value) ?? []) : [];
    return key === undefined || content === undefined || content === '' ? [] : [[key.trim(), content.trim()]];
  });
  const has = (name: string): boolean => headers.some(([key]) => key.toLowerCase() === name);
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  if (body !== undefined && !has('content-type')) headers.push(['content-type', type]);
  if (isJson && !has('accept')) headers.push(['accept', 'application/json']);
  return headers;
}
