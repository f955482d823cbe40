import { resolve } from 'node:path';
import type { Evidence } from '../../../src/shared/evidence.ts';
import type { SiteId } from '../../../src/shared/ids.ts';
import type { Placement } from '../../../src/shared/placement.ts';
import type { CodeAttributes, Site } from '../../../src/shared/site.ts';
import type { SpanKind } from '../../../src/shared/spanKind.ts';

export const wasmDirectory = resolve(
  import.meta.dirname,
  '../../../node_modules/@vscode/tree-sitter-wasm/wasm',
);

interface SiteParts {
  readonly id?: number;
  readonly service?: string;
  readonly name?: string;
  readonly scope?: string;
  readonly evidence?: Evidence;
  readonly kind?: SpanKind;
  readonly count?: number;
}

/** A site with what a test is about; everything else is plain. */
export function siteOf(code: CodeAttributes, parts: SiteParts = {}): Site {
  const {
    id = 1,
    service = '',
    scope = '',
    name = 'work',
    kind = 'internal',
    count = 1,
    evidence = {},
  } = parts;
  const refs = { slowest: undefined, latest: undefined, latestFailed: undefined };
  const figures = { count, errors: 0, p50Nano: 1, p95Nano: 1, p99Nano: 1, maxNano: 1, minNano: 1 };
  return { id: id as SiteId, service, scope, name, kind, code, evidence, ...figures, histogram: [], ...refs };
}

/** `/w/src/a.ts:4:2 code.file.path exact`, a line each; `none` where there is no answer. */
export function pictureOf(placements: readonly Placement[]): string {
  return placements.map(pictureOfOne).join('\n') || 'none';
}

function pictureOfOne({ location, rung, confidence }: Placement): string {
  const column = location.column === undefined ? '' : `:${location.column}`;
  return `${location.path}:${location.line}${column} ${rung} ${confidence}`;
}
