import { SpanStatusCode, trace } from '@opentelemetry/api';
import { database } from './database.ts';
import type { OrderItem } from './orders.ts';

const tracer = trace.getTracer('orders');

export class OutOfStockError extends Error {
  override readonly name = 'OutOfStockError';
}

/** Takes the goods from the shelf and says what they cost together. */
export async function reserve(items: readonly OrderItem[]): Promise<number> {
  return await tracer.startActiveSpan('reserve stock', async (span) => {
    try {
      const goods = await database.query(
        'UPDATE products',
        `UPDATE products SET stock = stock - 1 WHERE stock > 0 AND sku IN (SELECT value FROM json_each(?)) RETURNING *`,
        JSON.stringify(items.map((item) => item.sku)),
      );
      const prices = new Map(goods.map((row) => [row['sku'], Number(row['cents'])]));
      return items.reduce((total, item) => total + item.quantity * priceOf(item, prices), 0);
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      span.end();
    }
  });
}

function priceOf(item: OrderItem, prices: ReadonlyMap<unknown, number>): number {
  const price = prices.get(item.sku);
  if (price === undefined) throw new OutOfStockError(`${item.sku} is sold out`);
  return price;
}
