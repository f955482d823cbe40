import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { messageOf } from '../shared/assert.ts';
import type { ImportResult } from '../shared/protocol.ts';
import { UserError } from '../shared/userError.ts';
import type { CommandContext } from './commandContext.ts';
import { counted } from './counted.ts';
import { plainText } from './plainText.ts';

/** Keeps the spans of a file, `-` for the standard input, and tells what could not be kept and why. */
export async function importCommand({ api, out, invocation, program }: CommandContext): Promise<void> {
  const path = invocation.argument;
  const name = path === '-' ? 'the standard input' : path;
  const result = await api.import({ bytes: await bytesOf(path) });
  if (invocation.json) await out.write(`${JSON.stringify(result)}\n`);
  else if (keptSomething(result)) await out.write(resultText(result, name, program));
  else if (result.problems.length > 1) await out.write(`${problemLines(result).join('\n')}\n`);
  if (!keptSomething(result)) throw new UserError(nothingText(result, name));
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(path === '-' ? await buffer(process.stdin) : await readFile(path));
  } catch (error) {
    throw new UserError(`${path} cannot be read (${messageOf(error)}).`);
  }
}

function keptSomething({ spans, logBatches = 0 }: ImportResult): boolean {
  return spans > 0 || logBatches > 0;
}

function resultText(result: ImportResult, name: string, program: string): string {
  const { spans, traceIds, logBatches = 0 } = result;
  const logs = logBatches > 0 ? ` and logs (${counted(logBatches, 'request')})` : '';
  const lines = [
    `Kept ${counted(spans, 'span')} of ${counted(traceIds.length, 'trace')}${logs} from ${name}.`,
    ...problemLines(result),
    ...(traceIds.length === 1 ? [`See it with: ${program} trace ${traceIds[0]}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function problemLines({ refused, problems }: ImportResult): string[] {
  if (refused === 0 && problems.length === 0) return [];
  const head =
    refused > 0 ? `${counted(refused, 'span')} could not be kept:` : 'Not all of it is as it should be:';
  return [head, ...problems.map((problem) => `  ${plainText(problem)}`)];
}

/** One line, as of every command that fails. */
function nothingText({ refused, problems }: ImportResult, name: string): string {
  if (refused === 0 && problems.length === 0) return `There are no spans in ${name}.`;
  return `Nothing of ${name} could be kept. ${plainText(problems[0] ?? '')}`.trimEnd();
}
