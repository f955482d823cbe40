import { trace } from '@opentelemetry/api';
import { cache } from './cache.ts';
import { database } from './database.ts';
import { reserve } from './stock.ts';

const tracer = trace.getTracer('orders');

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly cents: number;
  readonly items: readonly OrderItem[];
}

export interface OrderItem {
  readonly sku: string;
  readonly quantity: number;
}

/** Orders are asked for again and again right after checkout, so the cache is tried first. */
export async function findOrder(id: string): Promise<Order | undefined> {
  const cached = await cache.get<Order>(`order:${id}`);
  if (cached !== undefined) return cached;

  const number = Number(id.replace('order-', ''));
  const [row] = await database.query('SELECT orders', 'SELECT * FROM orders WHERE number = ?', number);
  if (row === undefined) return undefined;
  const order = {
    id,
    customer: String(row['customer']),
    cents: Number(row['cents']),
    items: JSON.parse(String(row['items'])),
  };
  await cache.set(`order:${id}`, order);
  return order;
}

/** Reserves the goods, then writes the order; its total is what the goods cost now. */
export async function createOrder(customer: string, items: readonly OrderItem[]): Promise<Order> {
  return await tracer.startActiveSpan('createOrder', async (span) => {
    try {
      const cents = await reserve(items);
      const [row] = await database.query(
        'INSERT orders',
        'INSERT INTO orders (customer, cents, items) VALUES (?, ?, ?) RETURNING number',
        customer,
        cents,
        JSON.stringify(items),
      );
      const order = { id: `order-${row?.['number']}`, customer, cents, items };
      span.setAttributes({ 'order.id': order.id, 'order.items_count': items.length, 'order.cents': cents });
      await cache.set(`order:${order.id}`, order);
      return order;
    } finally {
      span.end();
    }
  });
}
