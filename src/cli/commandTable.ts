import { exportFormats } from '../shared/exportFormat.ts';

/** What the command line understands: the source of both its parser and its help. */
export const commandTable = {
  traces: { summary: 'List the traces, newest first', options: ['limit', 'run', 'pinned'] },
  trace: { argument: 'ID', summary: 'Show a trace as a waterfall', options: ['limit'] },
  'critical-path': {
    argument: 'ID',
    summary: 'Tell what the time of a trace was spent on, from its start to its end',
    options: ['limit'],
  },
  stats: {
    argument: 'ID',
    summary: 'Count, errors and times of the spans of a trace, by name or whatever --by says',
    options: ['by', 'limit', 'workspace', 'map'],
  },
  findings: {
    argument: 'ID',
    summary: 'Tell what made a trace long, and what mending it would save',
    options: ['workspace', 'map'],
  },
  compare: {
    argument: 'ID',
    second: 'ID',
    summary: 'Tell what differs between two traces',
    options: ['limit'],
  },
  graph: {
    argument: 'ID',
    optional: true,
    summary: 'Tell which service calls which, in one trace or the latest ones',
    options: [],
  },
  sites: {
    summary: 'List the places in the code that spans come from',
    options: ['workspace', 'map', 'missing', 'evidence'],
  },
  export: {
    summary: 'Write traces as OTLP, Jaeger or Zipkin files',
    options: ['trace', 'format', 'output'],
  },
  import: {
    argument: 'FILE',
    summary: 'Keep the spans of an OTLP, Jaeger or Zipkin file, packed or not (- for the standard input)',
    options: [],
  },
  pin: {
    argument: 'ID',
    repeats: true,
    summary: 'Keep traces whatever the budgets say',
    options: [],
  },
  unpin: { argument: 'ID', repeats: true, summary: 'Let traces go like all others', options: [] },
  runs: {
    argument: 'start|end',
    optional: true,
    second: 'NAME',
    synopsis: 'runs [start NAME | end]',
    summary: 'List the runs, newest first; or begin one, or end the one that goes on',
    options: ['limit'],
  },
  run: {
    argument: 'COMMAND',
    takesRest: true,
    summary: 'Run a program so that its spans come here and know their lines',
    options: ['language', 'no-capture', 'workspace'],
  },
  env: {
    summary: 'Print what run would set, for a shell',
    options: ['language', 'no-capture', 'workspace'],
  },
  forwards: {
    summary: 'List what spans are forwarded to, and how that does; never starts a collector',
    options: [],
  },
  health: { summary: 'Tell how the collector is; never starts one', options: [] },
  stop: { summary: 'End the collector; its data stays', options: [] },
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof commandTable;

export const optionTable = {
  data: { value: 'DIR', summary: 'Directory with the data of the collector to talk to' },
  json: { summary: 'One JSON object a line, for programs' },
  help: { summary: 'Show this' },
  limit: { value: 'N', summary: 'Show at most that many' },
  run: { value: 'RUN', summary: 'Only traces of this run: its number or its name' },
  pinned: { summary: 'Only traces that are pinned' },
  by: {
    value: 'WHAT',
    summary: 'What to group by: name, service, line (needs --workspace) or an attribute (name)',
  },
  workspace: { value: 'DIR', summary: 'Directory with the files of the program (sites: to find lines in)' },
  map: { value: 'FROM=TO', summary: 'What programs call FROM is TO here; may be given again' },
  evidence: { summary: 'With --json, tell too what spans say of their code' },
  missing: { summary: 'List the sites without a line as well, and why' },
  trace: { value: 'ID', summary: 'Only this trace' },
  format: {
    value: 'NAME',
    summary: `Format to write: ${exportFormats.join(', ')}; else told by the name of the output`,
  },
  output: {
    value: 'FILE',
    summary: 'Write to FILE instead of the standard output; .gz or .zst at its end packs it',
  },
  language: { value: 'NAME', summary: 'Set only what is for node, python, java or go' },
  'no-capture': { summary: 'Send spans as they are, without adding where they were made' },
  'otlp-grpc': {
    value: 'PORT',
    summary: 'Port for OTLP/gRPC of a collector that is started (4317; 0 for any)',
  },
  'otlp-http': {
    value: 'PORT',
    summary: 'Port for OTLP/HTTP of a collector that is started (4318; 0 for any)',
  },
} as const satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof optionTable;

/** Understood by every command. */
export const commonOptions: readonly OptionName[] = ['data', 'json', 'otlp-grpc', 'otlp-http', 'help'];

export interface CommandSpec {
  /** Name of its one argument; without, it takes none. */
  readonly argument?: string;
  /** It may be left out. */
  readonly optional?: true;
  /** Name of the argument behind it. */
  readonly second?: string;
  /** It may be given several times. */
  readonly repeats?: true;
  /** How it is called, where that does not follow from the rest. */
  readonly synopsis?: string;
  /** All words after it belong to it, options too. */
  readonly takesRest?: boolean;
  readonly summary: string;
  readonly options: readonly OptionName[];
}

interface OptionSpec {
  /** Name of its value; without, it is a switch. */
  readonly value?: string;
  readonly summary: string;
}

export function commandSpec(name: CommandName): CommandSpec {
  return commandTable[name];
}

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commandTable, name);
}

export function isOption(name: string): name is OptionName {
  return Object.hasOwn(optionTable, name);
}

export function valueName(name: OptionName): string | undefined {
  const spec: OptionSpec = optionTable[name];
  return spec.value;
}
