import type { CommandContext } from './commandContext.ts';
import type { Launch } from './launch.ts';
import { launchRequest } from './launchRequest.ts';

/** Prints `export NAME='value'` lines for a shell, notes as comments; with `--json` one object `{name: value}`. */
export async function envCommand(context: CommandContext, launch: Launch): Promise<void> {
  const { changes, notes } = await launch(await launchRequest(context));
  const { out, invocation } = context;
  if (invocation.json) {
    const values = Object.fromEntries(changes.map(({ name, value }) => [name, value]));
    return await out.write(`${JSON.stringify(values)}\n`);
  }
  const comments = notes.map((note) => `# ${note}\n`);
  const exports = changes.map(({ name, value, why }) => `# ${why}\nexport ${name}=${quoted(value)}\n`);
  await out.write([...comments, ...exports].join(''));
}

/** For a POSIX shell: within single quotes only the quote itself is special. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
