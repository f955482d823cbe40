import { Emitter } from './event.ts';
import type { SpanRef } from './site.ts';

/** Who moved the selection, so that the mover does not answer to itself. */
export type SelectionOrigin = 'waterfall' | 'panel' | 'tree' | 'caret' | 'command' | 'restored';

export interface SelectedSpan {
  readonly span: SpanRef | undefined;
  readonly origin: SelectionOrigin;
}

/**
 * The one selected span of the window: waterfall, side panel, trees and editor follow it. A span that the
 * caret merely passes is an offer, taken only while nothing was selected on purpose.
 */
export class Selection {
  readonly #changes = new Emitter<SelectedSpan>();
  #current: SelectedSpan = { span: undefined, origin: 'command' };

  readonly onDidChange = this.#changes.event;

  get current(): SelectedSpan {
    return this.#current;
  }

  /** Selects on purpose; selecting the same span again changes nothing. */
  select(span: SpanRef | undefined, origin: SelectionOrigin): void {
    if (sameSpan(span, this.#current.span)) {
      this.#current = { span, origin };
      return;
    }
    this.#current = { span, origin };
    this.#changes.fire(this.#current);
  }

  /** Selects what the caret stands on, unless something was selected on purpose. */
  offer(span: SpanRef): void {
    const taken = this.#current.span !== undefined && this.#current.origin !== 'caret';
    if (!taken) this.select(span, 'caret');
  }

  dispose(): void {
    this.#changes.dispose();
  }
}

export function sameSpan(a: SpanRef | undefined, b: SpanRef | undefined): boolean {
  return a?.spanId === b?.spanId && a?.traceId === b?.traceId;
}
