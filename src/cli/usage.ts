import {
  type CommandName,
  commandSpec,
  commandTable,
  commonOptions,
  type OptionName,
  optionTable,
  valueName,
} from './commandTable.ts';

/** What the help calls things by. */
export interface UsageNames {
  readonly program: string;
  readonly defaultData: string;
}

/** The help for one command, or for all. */
export function usage(command: CommandName | undefined, names: UsageNames): string {
  return command === undefined ? generalUsage(names) : commandUsage(command, names);
}

function generalUsage({ program, defaultData }: UsageNames): string {
  const commands = Object.keys(commandTable) as CommandName[];
  const own = new Set(commands.flatMap((name) => commandSpec(name).options));
  return [
    'Reads the traces that the Spanline collector keeps. It starts a collector where none runs.',
    '',
    `Usage: ${program} COMMAND [OPTIONS]`,
    '',
    'Commands:',
    ...aligned(commands.map((name) => [synopsis(name), commandSpec(name).summary])),
    '',
    'Options:',
    ...optionLines([...commonOptions, ...own], defaultData),
    '',
    'Exit codes: 0 done, 1 failed, 2 wrong usage.',
    '',
  ].join('\n');
}

function commandUsage(name: CommandName, { program, defaultData }: UsageNames): string {
  return [
    `${commandSpec(name).summary}.`,
    '',
    `Usage: ${program} ${synopsis(name)} [OPTIONS]`,
    '',
    'Options:',
    ...optionLines([...commandSpec(name).options, ...commonOptions], defaultData),
    '',
  ].join('\n');
}

function synopsis(name: CommandName): string {
  const { argument, optional, second, repeats, synopsis: written, takesRest } = commandSpec(name);
  if (written !== undefined) return written;
  if (repeats === true) return `${name} ${argument}…`;
  if (takesRest === true) return `${name} ${argument} [ARGUMENTS]`;
  if (argument === undefined) return name;
  if (second !== undefined) return `${name} ${argument} ${second}`;
  return optional === true ? `${name} [${argument}]` : `${name} ${argument}`;
}

function optionLines(names: readonly OptionName[], defaultData: string): string[] {
  return aligned(
    names.map((name) => {
      const value = valueName(name);
      const summary = optionTable[name].summary;
      const shown = name === 'data' ? `${summary} (${defaultData})` : summary;
      return [`--${name}${value === undefined ? '' : ` ${value}`}`, shown];
    }),
  );
}

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
