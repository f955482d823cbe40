import { type Confidence, confidences } from '../shared/placement.ts';
import type { PathMatch } from './pathMatch.ts';
import { sureVotes } from './paths/learnedPrefixes.ts';

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
export function fileConfidence(match: PathMatch): FileCertainty | undefined {
  if (match.type === 'exact') return { path: match.path, exact: true, confidence: 'exact', how: '' };
  if (match.type === 'mapped') {
    const { path, confidence, by } = match;
    return { path, exact: confidence === 'exact', confidence, how: `; the file by ${by}` };
  }
  if (match.type !== 'suffix') return undefined;
  const { path, segments, why, doubted } = match;
  const plural = segments === 1 ? 'the file name' : `the last ${segments} parts of its path`;
  const reason = why === 'unique' ? '' : ` and the ${why}`;
  const doubt = doubted === true ? ', though the program seems to lie elsewhere' : '';
  const confidence = suffixConfidence(match);
  const known = doubted === true && confidence === 'high' ? 'medium' : confidence;
  return { path, exact: false, confidence: known, how: `; the file by ${plural}${reason}${doubt}` };
}

/** A file of the user's, and how sure it is. */
export interface FileCertainty {
  readonly path: string;
  /** It is that file, even where its text does not fit any more. */
  readonly exact: boolean;
  readonly confidence: Confidence;
  /** How it was found, to be put behind what was: `; the file by launch.json`. */
  readonly how: string;
}

/** The less sure of two. */
export function weaker(a: Confidence, b: Confidence): Confidence {
  return confidences.indexOf(a) > confidences.indexOf(b) ? a : b;
}

/** The next less sure one. */
export function lower(confidence: Confidence): Confidence {
  return confidences[confidences.indexOf(confidence) + 1] ?? 'low';
}

function suffixConfidence({ path, segments, why, votes = 0 }: SuffixMatch): Confidence {
  if (why === 'service paths') return votes >= sureVotes ? 'high' : 'medium';
  if (why !== 'unique') return segments >= 3 && why === 'service folder' ? 'high' : 'medium';
  if (segments === 1) return 'low';
  const name = /([^\\/]*?)(?:\.\w+)?$/.exec(path)?.[1] ?? '';
  return segments >= 3 || !commonNames.has(name.toLowerCase()) ? 'high' : 'medium';
}

type SuffixMatch = Extract<PathMatch, { readonly type: 'suffix' }>;
