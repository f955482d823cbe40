// What a payment provider would hand out as its SDK: one call, retried once, and a span that says how it went.
import { setTimeout as delay } from 'node:timers/promises';
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { urlOf } from './peers.ts';

export interface CardCharge {
  readonly amount: number;
  readonly source: string;
  /** The provider charges once, however often it is asked with the same key. */
  readonly idempotencyKey: string;
}

export interface Receipt {
  readonly id: string;
  readonly network: string;
}

export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

const tracer = trace.getTracer('cards-sdk', '11.2.0');
const attempts = 2;

class Cards {
  readonly charges = { create: (charge: CardCharge) => this.#create(charge) };

  #create(charge: CardCharge): Promise<Receipt> {
    const attributes = {
      'http.request.method': 'POST',
      'server.address': 'api.cards.example',
      'url.full': 'https://api.cards.example/v1/charges',
      'service.peer.name': 'api.cards.example',
    };
    const options = { kind: SpanKind.CLIENT, attributes };
    return tracer.startActiveSpan('POST api.cards.example', options, async (span) => {
      try {
        return await this.#attempt(charge, span, 1);
      } catch (error) {
        span.recordException(error as Error);
        span.setAttribute('error.type', (error as Error).name);
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
        throw error;
      } finally {
        span.end();
      }
    });
  }

  async #attempt(charge: CardCharge, span: Span, attempt: number): Promise<Receipt> {
    const response = await send(charge, attempt);
    span.setAttribute('http.response.status_code', response.status);
    if (response.ok) return (await response.json()) as Receipt;
    if (attempt === attempts) throw new TimeoutError('card network timeout');
    span.addEvent('retry', { attempt: attempt + 1, 'http.response.status_code': response.status });
    span.setAttribute('http.request.resend_count', attempt);
    await delay(20);
    return await this.#attempt(charge, span, attempt + 1);
  }
}

export const cards = new Cards();

function send(charge: CardCharge, attempt: number): Promise<Response> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'idempotency-key': charge.idempotencyKey,
    'x-attempt': String(attempt),
  };
  propagation.inject(context.active(), headers);
  const request = { method: 'POST', headers, body: JSON.stringify(charge) };
  return context.with(suppressTracing(context.active()), () =>
    fetch(`${urlOf('api.cards.example')}/v1/charges`, request),
  );
}
