import { readFile } from 'node:fs/promises';
import { messageOf } from '../shared/assert.ts';
import type { ImportResult } from '../shared/protocol.ts';
import { UserError } from '../shared/userError.ts';
import type { CommandContext } from './commandContext.ts';
import { counted } from './counted.ts';
import { plainText } from './plainText.ts';

export async function importCommand({ api, out, invocation, program }: CommandContext): Promise<void> {
  const path = invocation.argument;
  const result = await api.import({ bytes: await bytesOf(path) });
  await out.write(invocation.json ? `${JSON.stringify(result)}\n` : resultText(result, path, program));
  if (result.spans === 0 && result.refused > 0) throw new UserError(`Nothing of ${path} could be kept.`);
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new UserError(`${path} cannot be read (${messageOf(error)}).`);
  }
}

function resultText(
  { spans, traceIds, refused, problems }: ImportResult,
  path: string,
  program: string,
): string {
  const kept = `Kept ${counted(spans, 'span')} of ${counted(traceIds.length, 'trace')} from ${path}.`;
  const lines = [
    kept,
    ...(refused === 0 ? [] : [`${counted(refused, 'span')} could not be kept:`]),
    ...problems.map((problem) => `  ${plainText(problem)}`),
    ...(traceIds.length === 1 ? [`See it with: ${program} trace ${traceIds[0]}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
