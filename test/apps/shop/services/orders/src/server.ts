import { HttpError } from '../../../lib/httpError.ts';
import { Router } from '../../../lib/router.ts';
import { createOrder, findOrder } from './orders.ts';
import { listProducts } from './products.ts';

const router = new Router();

router.get('/products', ({ query }) => listProducts(query.get('category') ?? 'all'));

router.post('/orders', ({ body }) => createOrder(body.customer, body.items));

router.get('/orders/{id}', async function showOrder({ params }) {
  const order = await findOrder(params['id'] ?? '');
  if (order === undefined) throw new HttpError(404, `There is no order ${params['id']}`);
  return order;
});

router.listen('orders');
