import { onTestFinished } from 'vitest';
import type { Site } from '../../../../src/shared/site.ts';
import type { Relatives, Rung, RungContext } from '../../../../src/source/rung.ts';
import { contextOf } from '../contextOf.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { pictureOf } from '../pictures.ts';
import { indexOf } from '../syntax/indexOf.ts';

/** A workspace of snippets, by their paths below `/w/`, as a rung sees it. */
export function workspace(texts: Readonly<Record<string, string>>): RungContext {
  const files = new MemoryFiles(
    Object.fromEntries(Object.entries(texts).map(([path, text]) => [`/w/${path}`, text])),
  );
  const index = indexOf(files);
  onTestFinished(() => index.dispose());
  return contextOf(files, { index });
}

/** The same with these sites around each span. */
export function around(context: RungContext, relatives: Partial<Relatives>): RungContext {
  return { ...context, relatives: async () => ({ ancestors: [], descendants: [], ...relatives }) };
}

/** A line for each answer: `src/app.js:4 high`; the rung is the one that was asked. */
export async function placed(rung: Rung, site: Site, context: RungContext): Promise<string> {
  const placements = await rung.place(site, context);
  return pictureOf(placements)
    .replaceAll('/w/', '')
    .replaceAll(` ${rung.name} `, ' ')
    .replaceAll(/:(\d+):\d+ /g, ':$1 ');
}

/** A line for each site: what it is called, and its answers. */
export async function table(
  rung: Rung,
  context: RungContext,
  sites: Readonly<Record<string, Site>>,
): Promise<string> {
  const rows: string[] = [];
  for (const [title, site] of Object.entries(sites)) {
    rows.push(`${title} → ${(await placed(rung, site, context)).replaceAll('\n', ', ')}`);
  }
  return `\n${rows.join('\n')}\n`;
}
