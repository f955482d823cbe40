import { type Confidence, confidences } from '../shared/placement.ts';
import type { PathMatch } from './pathMapper.ts';

/** File names that nearly every project has, so that two segments of them say little. */
const commonNames: ReadonlySet<string> = new Set(
  `__init__ __main__ api app auth cache cli client common config constants context controller controllers core data
  database db env error errors events handler handlers health helper helpers http index init instrumentation lib log
  logger logging main manager middleware mod model models order orders queue repository route router routes run schema
  server service services session settings setup shared store task tasks telemetry test tracing types user users util
  utils views web worker`.split(/\s+/),
);

/**
 * How sure a mapped path is, with the words that say how it was mapped; `undefined` where it is no file of the
 * user's. A suffix is high only when it is long or its name is rare: with other services in containers, the
 * only `src/index.js` of a workspace need not be theirs.
 */
export function fileConfidence(
  match: PathMatch,
): { path: string; exact: boolean; confidence: Confidence; how: string } | undefined {
  if (match.type === 'exact') return { path: match.path, exact: true, confidence: 'exact', how: '' };
  if (match.type !== 'suffix') return undefined;
  const { path, segments, why } = match;
  const plural = segments === 1 ? 'the file name' : `the last ${segments} parts of its path`;
  const how = `; the file by ${plural}${why === 'unique' ? '' : ` and the ${why}`}`;
  return { path, exact: false, confidence: suffixConfidence(path, segments, why), how };
}

/** The next less sure one. */
export function lower(confidence: Confidence): Confidence {
  return confidences[confidences.indexOf(confidence) + 1] ?? 'low';
}

function suffixConfidence(path: string, segments: number, why: string): Confidence {
  if (why !== 'unique') return segments >= 3 && why === 'service folder' ? 'high' : 'medium';
  if (segments === 1) return 'low';
  const name = /([^\\/]*?)(?:\.\w+)?$/.exec(path)?.[1] ?? '';
  return segments >= 3 || !commonNames.has(name.toLowerCase()) ? 'high' : 'medium';
}
