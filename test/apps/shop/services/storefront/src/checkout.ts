import { trace } from '@opentelemetry/api';
import { post } from '../../../lib/client.ts';
import { HttpError } from '../../../lib/httpError.ts';
import { Router } from '../../../lib/router.ts';
import { listProducts } from './products.ts';
import { findOrder } from './tracking.ts';

export interface Cart {
  readonly customer: string;
  readonly items: readonly CartItem[];
}

export interface CartItem {
  readonly sku: string;
  readonly quantity: number;
}

interface Confirmation {
  readonly orderId: string;
  readonly receiptId: string;
}

const router = new Router();
const usualCard = 'tok_visa';

router.get('/products', ({ query }) => listProducts(query.get('category') ?? 'all'));
router.get('/orders/{id}', ({ params }) => findOrder(params['id'] ?? ''));

/** A cart becomes an order, is paid and confirmed, or the customer hears why not. */
router.post('/checkout', async function checkout(request): Promise<Confirmation> {
  const cart = checkCart(request.body);
  trace
    .getActiveSpan()
    ?.setAttributes({ 'cart.customer': cart.customer, 'cart.items_count': cart.items.length });
  return await post<Confirmation>('gateway', '/api/orders', { ...cart, card: usualCard });
});

router.listen('storefront');

function checkCart(cart: Partial<Cart> | undefined): Cart {
  if (cart?.customer === undefined) throw new HttpError(400, 'The cart has no customer');
  if (cart.items === undefined || cart.items.length === 0) throw new HttpError(400, 'The cart is empty');
  return { customer: cart.customer, items: cart.items };
}
