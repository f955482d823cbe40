import type { Site } from '../shared/site.ts';
import { httpMethodOf } from './handlerSpan.ts';
import { isComment } from './quotedText.ts';
import type { Language } from './syntax/language.ts';

/** What a span of a client library tells of the call that made it. */
export interface ClientCall {
  /** For people: `request over HTTP`, `call of Load`. */
  readonly what: string;
  /** Finds such calls; group `verb` is the HTTP method, where the call names it. */
  patternFor(language: Language): RegExp;
  /** Words that every text with such a call has one of. */
  wordsFor(language: Language): readonly string[];
  /** HTTP method in upper case, or empty. */
  readonly method: string;
  /** What the code around the call mentions, if there are several; empty where nothing helps. */
  readonly service: string;
}

/** `undefined` for spans that are no calls of this kind. */
export function clientCallOf(site: Site): ClientCall | undefined {
  return site.kind === 'client' ? (rpcCall(site) ?? httpCall(site)) : undefined;
}

/** Where such a call begins. */
export interface CallLine {
  /** 1-based. */
  readonly line: number;
  /** What it is called on, and what is called, as far as it is written so: `billClient`, `send`. */
  readonly receiver: string;
  readonly method: string;
  /** It names the HTTP method that is wanted, rather than leaving it open. */
  readonly explicit: boolean;
}

/** Such calls in a text, from line `first` to `last`, both 1-based. */
export function callLines(
  text: string,
  call: ClientCall,
  language: Language,
  { first, last }: { readonly first: number; readonly last: number },
): readonly CallLine[] {
  const lines = text.split('\n');
  const part = lines.slice(first - 1, last).join('\n');
  const pattern = new RegExp(call.patternFor(language), 'g');
  const found: CallLine[] = [];
  for (const match of part.matchAll(pattern)) {
    const line = first + countLines(part, match.index);
    const before = (lines[line - 1] ?? '').slice(
      0,
      match.index - part.lastIndexOf('\n', match.index - 1) - 1,
    );
    const verb = verbOf(match.groups?.['verb']);
    if ((verb !== '' && call.method !== '' && verb !== call.method) || isComment(before)) continue;
    const [, receiver = '', method = ''] = /([\w$]+)\s*(?:\.|->|::)\s*(\w+)\W*$/.exec(match[0]) ?? [];
    found.push({ line, receiver, method, explicit: verb !== '' });
  }
  return found;
}

/** `getForObject` and `GetAsync` begin with their method; `request` and `send` take any. */
function verbOf(verb: string | undefined): string {
  return /^(?:get|post|put|patch|delete|head|options)/i.exec(verb ?? '')?.[0].toUpperCase() ?? '';
}

function rpcCall({ evidence, name }: Site): ClientCall | undefined {
  const isRpc =
    (evidence['rpc.system'] ?? evidence['rpc.system.name'] ?? evidence['rpc.method']) !== undefined;
  const full =
    [evidence['rpc.method'], name].find((one) => one !== undefined && /^\/?[\w.]+\/\w+$/.test(one)) ?? '';
  const method = full.split('/').at(-1) || (evidence['rpc.method'] ?? '');
  if (!isRpc || !/^[A-Za-z]\w*$/.test(method)) return undefined;
  const service =
    (full.replace(/^\//, '').split('/')[0] || (evidence['rpc.service'] ?? '')).split('.').at(-1) ?? '';
  const camel = method.charAt(0).toLowerCase() + method.slice(1);
  const snake = camel.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
  const names = [...new Set([method, camel, snake, `${method}Async`])];
  const pattern = new RegExp(`(?:\\.|->)\\s*(?:${names.join('|')})\\s*\\(`);
  return { what: `call of ${method}`, patternFor: () => pattern, wordsFor: () => names, method: '', service };
}

function httpCall(site: Site): ClientCall | undefined {
  const { evidence } = site;
  const isHttp = (evidence['http.request.method'] ?? evidence['http.method']) !== undefined;
  if (!isHttp) return undefined;
  const method = httpMethodOf(site);
  return { what: 'request over HTTP', patternFor: patternOf, wordsFor: wordsOf, method, service: '' };
}

interface HttpCalls {
  readonly pattern: RegExp;
  readonly words: readonly string[];
}

const scripts: HttpCalls = {
  pattern:
    /(?<![.\w$])(?:(?:fetch|got|ky|superagent|axios|needle)\s*(?:\.\s*(?<verb>get|post|put|patch|delete|head|options|request)\s*)?\(|https?\s*\.\s*(?:get|request)\s*\(|undici\s*\.\s*(?:request|fetch)\s*\()|(?:[\w$]*(?:[cC]lient|[aA]pi|[hH]ttp|axios)[\w$]*)(?<!(?:^|\W)https?)\s*\.\s*(?:get|post|put|patch|delete|head|request)\s*(?:<[^>(]*>)?\(/,
  words: [
    'fetch',
    'got',
    'ky',
    'superagent',
    'axios',
    'http',
    'https',
    'undici',
    'needle',
    'httpService',
    'client',
    'api',
  ],
};

const jvm: HttpCalls = {
  pattern:
    /\b(?!\w*[jJ]dbc)\w*(?:[rR]est|[cC]lient|[hH]ttp|[tT]emplate)\w*\s*\.\s*(?<verb>getFor\w+|postFor\w+|patchFor\w+|headFor\w+|put|delete|exchange|execute|send|sendAsync|newCall|get|post|patch|method)\s*\(/,
  words: ['restTemplate', 'restClient', 'webClient', 'httpClient', 'client', 'http', 'rest', 'template'],
};

const calls: Readonly<Record<Language, HttpCalls>> = {
  javascript: scripts,
  typescript: scripts,
  tsx: scripts,
  python: {
    pattern:
      /\b(?:requests|httpx|\w*(?:[cC]lient|[sS]ession|http))\s*\.\s*(?<verb>get|post|put|patch|delete|head|options|request|stream|send)\s*\(|\burlopen\s*\(/,
    words: [
      'requests',
      'httpx',
      'client',
      'session',
      'http',
      'urlopen',
      'http_client',
      '_client',
      '_session',
    ],
  },
  go: {
    pattern:
      /\bhttp\.(?<verb>Get|Post|PostForm|Head)\s*\(|\b(?!\w*(?:[oO]nce|[gG]roup|[fF]light)\w*\.)\w+\s*\.\s*Do\s*\(|\b\w*[cC]lient\w*\.(?:Get|Post|Head|PostForm)\s*\(\s*(?:ctx|"http|\w+(?:URL|Url|url)\b)/,
    words: ['Get', 'Post', 'PostForm', 'Head', 'Do'],
  },
  java: jvm,
  kotlin: jvm,
  elixir: {
    pattern:
      /\b(?:Req|Tesla|HTTPoison)\.(?<verb>get|post|put|patch|delete|head|options|request)!?\s*\(|\bFinch\.request!?\s*\(/,
    words: ['Req', 'Tesla', 'HTTPoison', 'Finch'],
  },
  csharp: {
    pattern:
      /\b\w*(?:[cC]lient|[hH]ttp)\w*\s*\.\s*(?<verb>(?:Get|Post|Put|Patch|Delete|Send)\w*Async)\s*[(<]/,
    words: ['client', 'httpClient', '_client', '_httpClient', 'http', '_http'],
  },
  ruby: {
    pattern:
      /\b(?:Net::HTTP|Faraday|HTTParty|RestClient|HTTP|Excon|Typhoeus|\w*(?:conn|client|connection))\s*\.\s*(?<verb>get|post|put|patch|delete|head|start|request)\w*\b/,
    words: [
      'Net',
      'Faraday',
      'HTTParty',
      'RestClient',
      'HTTP',
      'Excon',
      'Typhoeus',
      'conn',
      'client',
      'connection',
    ],
  },
  php: {
    pattern:
      /(?:[cC]lient|[hH]ttp|[gG]uzzle)\w*\s*->\s*(?<verb>request|get|post|put|patch|delete|send|sendRequest)\w*\s*\(|\bHttp::(?:get|post|put|patch|delete|send)\s*\(|\bcurl_exec\s*\(/,
    words: ['client', 'http', 'httpClient', 'guzzle', 'Http', 'curl_exec'],
  },
  rust: { pattern: /\breqwest::get\s*\(|\.\s*send\s*\(\s*\)\s*\.\s*await/, words: ['reqwest'] },
};

function patternOf(language: Language): RegExp {
  return calls[language].pattern;
}

function wordsOf(language: Language): readonly string[] {
  return calls[language].words;
}

function countLines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
