import { setTimeout as delay } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

export interface Invoice {
  readonly id: string;
  readonly cents: number;
  readonly paid: boolean;
}

export class Ledger {
  readonly #tracer = trace.getTracer('billing/ledger');
  readonly #invoices = new Map<string, Invoice>([['a1', { id: 'a1', cents: 990, paid: false }]]);

  async all(): Promise<readonly Invoice[]> {
    await this.#roundTrip('SELECT');
    return [...this.#invoices.values()];
  }

  async find(id: string): Promise<Invoice | undefined> {
    await this.#roundTrip('SELECT');
    return this.#invoices.get(id);
  }

  async pay(id: string, rate: number): Promise<Invoice> {
    const invoice = await this.find(id);
    if (invoice === undefined) throw new Error(`There is no invoice ${id}`);
    const paid = { ...invoice, cents: Math.round(invoice.cents * rate), paid: true };
    this.#invoices.set(id, paid);
    await this.#roundTrip('UPDATE');
    return paid;
  }

  async #roundTrip(operation: string): Promise<void> {
    const span = this.#tracer.startSpan(`${operation} invoices`, {
      kind: SpanKind.CLIENT,
      attributes: { 'db.system.name': 'memory', 'db.operation.name': operation },
    });
    await delay(1);
    span.end();
  }
}
