import { setTimeout as delay } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('notifications');

export class MailboxError extends Error {
  override readonly name = 'MailboxError';
}

export async function sendMail(address: string, text: string): Promise<void> {
  const attributes = { 'server.address': 'smtp.example', 'server.port': 25, 'mail.size': text.length };
  await tracer.startActiveSpan('smtp send', { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      await delay(8);
      span.addEvent('connected', { 'tls.protocol.version': '1.3' });
      await delay(4);
      if (address.startsWith('nobody@')) throw new MailboxError(`There is no mailbox ${address}`);
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      span.end();
    }
  });
}
