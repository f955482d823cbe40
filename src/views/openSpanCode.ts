import * as vscode from 'vscode';
import type { Placement } from '../shared/placement.ts';
import type { SpanRef } from '../shared/site.ts';
import { UserError } from '../shared/userError.ts';
import type { OpenCodeOptions } from './openCode.ts';
import { openPlacement } from './openPlacement.ts';
import { placeOfSpan } from './placeOfSpan.ts';
import type { SitePlaces } from './sitePlaces.ts';
import { findSpan } from './spanLookup.ts';
import type { TraceCache } from './traceCache.ts';

interface SpanCodeServices {
  readonly traces: Pick<TraceCache, 'trace'>;
  readonly places: SitePlaces;
}

/** Opens the code of a span. Throws a `UserError` where no line is known. */
export async function openSpanCode(
  services: SpanCodeServices,
  span: SpanRef,
  options: OpenCodeOptions,
): Promise<void> {
  const placement = await placementOf(services, span);
  if (placement === undefined) {
    throw new UserError(
      vscode.l10n.t(
        'No line of this workspace is known for this span: it carries no code attributes that lead here.',
      ),
    );
  }
  await openPlacement(placement, options);
}

async function placementOf(
  { traces, places }: SpanCodeServices,
  { traceId, spanId }: SpanRef,
): Promise<Placement | undefined> {
  const columns = await traces.trace(traceId);
  const index = columns && findSpan(columns, spanId);
  return columns === undefined || index === undefined ? undefined : await placeOfSpan(columns, index, places);
}
