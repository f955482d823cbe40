import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';

/** The variables of `.env` files as `envFile` of a launch configuration names them; the later file wins. */
export async function readEnvFiles(paths: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')));
  const parsed = texts.flatMap((text) => Object.entries(parseEnv(text)));
  return Object.fromEntries(parsed.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
