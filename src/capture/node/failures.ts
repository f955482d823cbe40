import type { Span } from './openTelemetry.ts';

/**
 * Failures of the hook itself. They must never reach the program, so they are told where Spanline sees them: on
 * the span at hand or the next one, once for each text.
 */
export class Failures {
  readonly #told = new Set<string>();
  readonly #waiting: string[] = [];

  add(where: string, error: unknown): void {
    const text = `${where}: ${textOf(error)}`.slice(0, 500);
    if (this.#told.has(text) || this.#told.size >= 20) return;
    this.#told.add(text);
    this.#waiting.push(text);
  }

  /** Says on the span what nobody has heard yet. */
  tell(span: Span): void {
    if (this.#waiting.length === 0) return;
    const text = this.#waiting.splice(0).join('\n');
    try {
      span.setAttributes({ 'spanline.capture.error': text });
    } catch {
      // A span that takes no attributes cannot be told of it, and the program must not hear of it.
    }
  }
}

function textOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'an error that cannot be shown';
  }
}
