import { trace } from '@opentelemetry/api';
import { get, post } from '../../../lib/client.ts';
import { Router } from '../../../lib/router.ts';
import { notify } from './notify.ts';

interface Order {
  readonly id: string;
  readonly customer: string;
  readonly cents: number;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
}

interface Receipt {
  readonly id: string;
}

const router = new Router();

router.get('/api/products', ({ query }) => get('orders', `/products?${query}`));
router.get('/api/orders/{id}', ({ params }) => get('orders', `/orders/${params['id']}`));

router.post('/api/orders', async function placeOrder({ body }) {
  const order = await post<Order>('orders', '/orders', { customer: body.customer, items: body.items });
  trace.getActiveSpan()?.setAttributes({ 'order.id': order.id, 'order.items_count': order.items.length });

  const charge = { orderId: order.id, cents: order.cents, card: body.card, items: order.items };
  const receipt = await post<Receipt>('payments', '/charges', charge);

  await notify({ orderId: order.id, customer: order.customer, cents: order.cents, receiptId: receipt.id });
  return { orderId: order.id, receiptId: receipt.id };
});

router.listen('gateway');
