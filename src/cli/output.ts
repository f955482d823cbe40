import { once } from 'node:events';

/** What commands print to. */
export interface Output {
  /** Columns of the terminal; `undefined` where there is none and lines may be as long as they like. */
  readonly width: number | undefined;
  readonly colour: boolean;
  /** Resolves when more may be written, so that a slow reader does not fill the memory. */
  write(chunk: string | Uint8Array): Promise<void>;
}

/** Colours only on a terminal, and not where the user wants none (no-color.org). */
export function outputOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Output {
  const colour = stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  return {
    width: stream.isTTY === true ? stream.columns : undefined,
    colour,
    write: async (chunk) => {
      if (!stream.write(chunk)) await once(stream, 'drain');
    },
  };
}

/** Writes one JSON object a line, a few hundred kilobytes at a time. */
export async function writeJsonLines(output: Output, objects: Iterable<unknown>): Promise<void> {
  let text = '';
  for (const object of objects) {
    text += `${JSON.stringify(object)}\n`;
    if (text.length < 1 << 18) continue;
    await output.write(text);
    text = '';
  }
  if (text !== '') await output.write(text);
}
