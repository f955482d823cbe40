import type { EvidenceKey } from '../../shared/evidence.ts';
import type { Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import { filePathRung } from '../filePathRung.ts';
import type { Rung, RungContext } from '../rung.ts';

/** `_dd.code_origin.frames.N`: Datadog's tracers send the user's frames, the handler for entries. */
export const codeOriginRung: Rung = { name: '_dd.code_origin', placesHandler: true, place };

async function place(site: Site, context: RungContext): Promise<readonly Placement[]> {
  for (const frame of [0, 1] as const) {
    const filePath = site.evidence[keyOf(frame, 'file')];
    const line = Number(site.evidence[keyOf(frame, 'line')]);
    if (filePath === undefined || !Number.isInteger(line)) continue;
    const placements = await filePathRung.place({ ...site, code: { filePath, line } }, context);
    const certain = placements.filter(({ confidence }) => confidence !== 'low');
    if (certain.length > 0) return certain.map(renamed);
  }
  return [];
}

function keyOf(frame: 0 | 1, part: 'file' | 'line'): EvidenceKey {
  return `_dd.code_origin.frames.${frame}.${part}`;
}

function renamed(placement: Placement): Placement {
  return {
    ...placement,
    rung: codeOriginRung.name,
    evidence: placement.evidence.replace('code.line.number', codeOriginRung.name),
  };
}
