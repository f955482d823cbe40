import { setTimeout as delay } from 'node:timers/promises';
import {
  type Context,
  context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { get, post } from './client.ts';

export interface Message<T> {
  readonly id: string;
  /** Carries the W3C trace context of the sender. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: T;
}

const tracer = trace.getTracer('shop/queue', '0.3.0');

/** Puts a message on a queue, with the context of this request in its headers. */
export async function publish(queue: string, body: unknown): Promise<void> {
  const options = { kind: SpanKind.PRODUCER, attributes: messaging(queue, 'send') };
  await tracer.startActiveSpan(`${queue} publish`, options, async (span) => {
    try {
      const headers: Record<string, string> = {};
      propagation.inject(context.active(), headers);
      const { id } = await quietly(() =>
        post<{ id: string }>('broker', `/queues/${queue}`, { headers, body }),
      );
      span.setAttribute('messaging.message.id', id);
    } finally {
      span.end();
    }
  });
}

/**
 * Hands each message of a queue to `process`, for ever: a `process` span in the trace of its sender. Messages that
 * come together are received together, which is a trace of its own with a link to each sender.
 */
export async function consume<T>(
  queue: string,
  process: (message: Message<T>, span: Span) => Promise<void>,
): Promise<never> {
  for (;;) {
    const messages = await nextMessages<T>(queue);
    const batch = messages.length > 1 ? recordReceive(queue, messages) : [];
    for (const message of messages) await processed(queue, message, batch, process);
  }
}

/** None where the broker is away: it is asked again a second later. */
async function nextMessages<T>(queue: string): Promise<readonly Message<T>[]> {
  try {
    return await quietly(() => get<Message<T>[]>('broker', `/queues/${queue}?max=8`));
  } catch (error) {
    console.error(`The broker does not answer: ${String(error)}`);
    await delay(1000);
    return [];
  }
}

function recordReceive<T>(queue: string, messages: readonly Message<T>[]): Link[] {
  const attributes = { ...messaging(queue, 'receive'), 'messaging.batch.message_count': messages.length };
  const links = messages.flatMap((message) => linkTo(senderOf(message)));
  const options = { kind: SpanKind.CLIENT, root: true, attributes, links };
  const span = tracer.startSpan(`${queue} receive`, options, ROOT_CONTEXT);
  span.end();
  return [{ context: span.spanContext() }];
}

async function processed<T>(
  queue: string,
  message: Message<T>,
  batch: readonly Link[],
  process: (message: Message<T>, span: Span) => Promise<void>,
): Promise<void> {
  const options = {
    kind: SpanKind.CONSUMER,
    attributes: { ...messaging(queue, 'process'), 'messaging.message.id': message.id },
    links: [...linkTo(senderOf(message)), ...batch],
  };
  await tracer.startActiveSpan(`${queue} process`, options, senderOf(message), async (span) => {
    try {
      await process(message, span);
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
    } finally {
      span.end();
    }
  });
}

function senderOf<T>(message: Message<T>): Context {
  return propagation.extract(ROOT_CONTEXT, message.headers);
}

function linkTo(sender: Context): Link[] {
  const spanContext = trace.getSpanContext(sender);
  return spanContext === undefined ? [] : [{ context: spanContext }];
}

function messaging(queue: string, operation: 'send' | 'receive' | 'process') {
  return {
    'messaging.system': 'shop-broker',
    'messaging.destination.name': queue,
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
  };
}

/** The messaging span says it all: the HTTP request beneath it is not shown again. */
function quietly<T>(ask: () => Promise<T>): Promise<T> {
  return context.with(suppressTracing(context.active()), ask);
}
