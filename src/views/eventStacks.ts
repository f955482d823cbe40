import type { SpanDetail, SpanEvent } from '../shared/spanDetail.ts';
import type { EventStack, StackFrame } from '../shared/spanProtocol.ts';

/** Reads and places the frames of a stack trace that a service printed. */
export type PlaceStack = (text: string, service: string) => Promise<readonly StackFrame[]>;

/** The stack traces of a span's exceptions, with the frames that lie in the workspace as places. */
export async function eventStacks(detail: SpanDetail, place: PlaceStack): Promise<readonly EventStack[]> {
  const stacks = detail.events.flatMap((event, index) => {
    const text = stackTraceOf(event);
    return text === undefined
      ? []
      : [place(text, detail.service).then((frames) => ({ event: index, frames }))];
  });
  return Promise.all(stacks);
}

/** `exception.stacktrace` (OpenTelemetry semantic conventions, "Exceptions in spans"). */
function stackTraceOf(event: SpanEvent): string | undefined {
  const value = event.attributes.find((attribute) => attribute.key === 'exception.stacktrace')?.value;
  if (value?.type !== 'array') return value?.type === 'string' ? value.value : undefined;
  return value.value.flatMap((part) => (part.type === 'string' ? [part.value] : [])).join('\n');
}
