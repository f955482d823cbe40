import {
  type CommandName,
  commandSpec,
  commonOptions,
  isCommand,
  isOption,
  type OptionName,
  valueName,
} from './commandTable.ts';
import { UsageError } from './usageError.ts';

/** A command with its options, checked. Paths are as they were given. */
export interface Invocation {
  readonly command: CommandName;
  /** Present where the command takes one; empty where it may be left out and was. */
  readonly argument: string;
  /** The argument behind it, of commands that take two. */
  readonly second?: string;
  /** Words after the argument, of commands that take more of them. */
  readonly rest?: readonly string[];
  readonly json: boolean;
  readonly data?: string;
  readonly workspace?: string;
  readonly by?: string;
  readonly output?: string;
  /** Checked by the command. */
  readonly format?: string;
  readonly trace?: string;
  readonly limit?: number;
  readonly grpcPort?: number;
  readonly httpPort?: number;
  readonly language?: string;
  readonly noCapture?: true;
  readonly missing?: true;
  /** A number or a name. */
  readonly run?: string;
  readonly pinned?: true;
  readonly evidence?: true;
  /** What programs call a folder, and which it is here. */
  readonly maps?: Readonly<Record<string, readonly string[]>>;
}

export type Parsed =
  | { readonly kind: 'help'; readonly command: CommandName | undefined }
  | { readonly kind: 'run'; readonly invocation: Invocation };

/** Reads a command line without its first two words; throws a `UsageError` that says what is wrong. */
export function parseArguments(words: readonly string[]): Parsed {
  const { positionals, options } = splitWords(words);
  const [name, ...rest] = positionals;
  if (options.has('help'))
    return { kind: 'help', command: name !== undefined && isCommand(name) ? name : undefined };
  if (name === undefined) throw new UsageError('A command is missing.');
  if (!isCommand(name)) throw new UsageError(`There is no command "${name}".`);
  checkOptions(name, options);
  const { takesRest, repeats, second } = commandSpec(name);
  const hasRest = takesRest === true || repeats === true;
  const [argument, ...more] = theArguments(name, hasRest ? rest.slice(0, 1) : rest);
  const others = hasRest ? { rest: rest.slice(1) } : {};
  const two = second === undefined ? {} : { second: more[0] ?? '' };
  return {
    kind: 'run',
    invocation: { command: name, argument: argument ?? '', ...two, ...others, ...readOptions(options) },
  };
}

type Options = ReadonlyMap<OptionName, string>;

function splitWords(words: readonly string[]): { positionals: string[]; options: Options } {
  const positionals: string[] = [];
  const options = new Map<OptionName, string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '--') {
      positionals.push(...words.slice(i + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      positionals.push(word);
      if (!runsProgram(positionals)) continue;
      positionals.push(...words.slice(i + 1));
      break;
    }
    const { name, inline } = splitOption(word);
    if (valueName(name) === undefined) options.set(name, switchedOn(name, inline));
    else addValue(options, name, inline ?? neededValue(name, words[++i]));
  }
  return { positionals, options };
}

/** Of most options the last value counts; those that may be given again keep each on a line. */
function addValue(options: Map<OptionName, string>, name: OptionName, value: string): void {
  const before = name === 'map' ? options.get(name) : undefined;
  options.set(name, before === undefined ? value : `${before}\n${value}`);
}

/** From the program's name on, options are its own: `run npm start --port 1`. */
function runsProgram([name = '', program]: readonly string[]): boolean {
  return program !== undefined && isCommand(name) && commandSpec(name).takesRest === true;
}

function splitOption(word: string): { name: OptionName; inline: string | undefined } {
  const [, name = '', inline] = /^--([^=]*)(?:=(.*))?$/s.exec(word === '-h' ? '--help' : word) ?? [];
  if (!isOption(name)) throw new UsageError(`There is no option ${word.split('=')[0]}.`);
  return { name, inline };
}

function switchedOn(name: OptionName, inline: string | undefined): string {
  if (inline !== undefined) throw new UsageError(`The option --${name} takes no value.`);
  return '';
}

function neededValue(name: OptionName, next: string | undefined): string {
  if (next === undefined || next.startsWith('--')) {
    throw new UsageError(`The option --${name} needs a value: --${name} ${valueName(name)}.`);
  }
  return next;
}

function checkOptions(command: CommandName, options: Options): void {
  const allowed: readonly OptionName[] = [...commonOptions, ...commandSpec(command).options];
  for (const name of options.keys()) {
    if (!allowed.includes(name)) throw new UsageError(`The command ${command} has no option --${name}.`);
  }
}

/** As many words as the command takes, or a `UsageError`. */
function theArguments(command: CommandName, words: readonly string[]): readonly string[] {
  const { argument, optional, second } = commandSpec(command);
  const names = [argument, second].filter((name) => name !== undefined);
  const needed = optional === true ? 0 : names.length;
  if (words.length < needed) {
    const count = needed === 1 ? 'an argument' : `${needed} arguments`;
    throw new UsageError(`The command ${command} needs ${count}: ${[command, ...names].join(' ')}.`);
  }
  const extra = words[names.length];
  if (extra !== undefined)
    throw new UsageError(`"${extra}" is one argument too many for the command ${command}.`);
  return words;
}

function readOptions(options: Options): Omit<Invocation, 'command' | 'argument' | 'second' | 'rest'> {
  const texts = {
    data: 'data',
    workspace: 'workspace',
    by: 'by',
    output: 'output',
    format: 'format',
    trace: 'trace',
    run: 'run',
    language: 'language',
  } as const;
  const numbers = { limit: 'limit', grpcPort: 'otlp-grpc', httpPort: 'otlp-http' } as const;
  const given = <T>(names: Record<string, OptionName>, read: (name: OptionName, text: string) => T) =>
    Object.entries(names).flatMap(([key, name]) => {
      const text = options.get(name);
      return text === undefined ? [] : [[key, read(name, text)] as const];
    });
  return {
    json: options.has('json'),
    ...(options.has('no-capture') ? { noCapture: true } : {}),
    ...(options.has('pinned') ? { pinned: true } : {}),
    ...(options.has('missing') ? { missing: true } : {}),
    ...(options.has('evidence') ? { evidence: true } : {}),
    ...Object.fromEntries(given({ maps: 'map' }, mappings)),
    ...Object.fromEntries(given(texts, nonEmpty)),
    ...Object.fromEntries(given(numbers, wholeNumber)),
  };
}

function mappings(_: OptionName, text: string): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const [, from = '', to = ''] = /^([^=]+)=(.+)$/.exec(line) ?? [];
    if (from === '') throw new UsageError(`The option --map needs FROM=TO, not "${line}".`);
    found.set(from, [...(found.get(from) ?? []), to]);
  }
  return Object.fromEntries(found);
}

function nonEmpty(name: OptionName, text: string): string {
  if (text === '') throw new UsageError(`The option --${name} needs a value that is not empty.`);
  return text;
}

function wholeNumber(name: OptionName, text: string): number {
  const [least, most] = name === 'limit' ? [1, Number.MAX_SAFE_INTEGER] : [0, 65_535];
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  const range = name === 'limit' ? 'a whole number from 1' : 'a port from 0 to 65535';
  throw new UsageError(`The option --${name} needs ${range}, not "${text}".`);
}
