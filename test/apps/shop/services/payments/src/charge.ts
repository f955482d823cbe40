import { trace } from '@opentelemetry/api';
import { cards } from '../../../lib/cards.ts';
import { ledger } from './ledger.ts';

const tracer = trace.getTracer('payments');

export interface Charge {
  readonly orderId: string;
  readonly cents: number;
  readonly card: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
}

/** Charges the card, then books what was sold; the card network takes its time. */
export async function charge(request: Charge): Promise<string> {
  return await tracer.startActiveSpan('payments.charge', async (span) => {
    try {
      span.setAttributes({ 'order.id': request.orderId, 'payment.cents': request.cents });

      const receipt = await cards.charges.create({
        amount: request.cents,
        source: request.card,
        idempotencyKey: request.orderId,
      });
      for (const item of request.items) {
        await ledger.insert(request.orderId, item.sku, item.quantity);
      }
      return receipt.id;
    } finally {
      span.end();
    }
  });
}
