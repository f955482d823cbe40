import type { Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import type { Rung, RungContext } from '../rung.ts';
import { oneOrChoices, placementAt } from './placements.ts';

/** Phoenix's action and Oban's worker, of a language without a grammar here: found by the text of their module. */
export const elixirRung: Rung = { name: 'elixir module', placesHandler: true, place };

async function place(site: Site, { files }: RungContext): Promise<readonly Placement[]> {
  const code = codeOf(site);
  const last = code?.module.split('.').at(-1) ?? '';
  if (code === undefined || last === '') return [];
  const found: Placement[] = [];
  for (const path of await files.named(`${snakeCase(last)}.ex`)) {
    const line = lineOf((await files.readText(path)) ?? '', code.module, code.name);
    const reason = { rung: elixirRung.name, confidence: 'high', evidence: `from ${code.key}` } as const;
    if (line !== undefined) found.push(placementAt(path, { line }, reason));
  }
  return oneOrChoices(found);
}

function codeOf({ evidence, kind }: Site): { module: string; name: string; key: string } | undefined {
  const { 'phoenix.plug': plug, 'phoenix.action': action, 'oban.job.worker': worker } = evidence;
  if (worker !== undefined && kind !== 'producer')
    return { module: plain(worker), name: 'perform', key: 'oban.job.worker' };
  if (plug === undefined || action === undefined) return undefined;
  return { module: plain(plug), name: action.replace(/^:/, ''), key: 'phoenix.plug and phoenix.action' };
}

function plain(module: string): string {
  return module.replace(/^Elixir\./, '');
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
}

/** The first clause of the function behind the module's own line. */
function lineOf(text: string, module: string, name: string): number | undefined {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() === `defmodule ${module} do`);
  const starts = [`def ${name}(`, `def ${name} `];
  const line =
    start < 0
      ? -1
      : lines.findIndex((one, index) => index > start && starts.some((text) => one.trim().startsWith(text)));
  return line < 0 ? undefined : line + 1;
}
