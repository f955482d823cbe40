import { consume } from '../../../lib/queue.ts';
import { Router } from '../../../lib/router.ts';
import { sendMail } from './mail.ts';
import { renderReceipt } from './receipt.ts';

interface OrderPaid {
  readonly orderId: string;
  readonly customer: string;
  readonly cents: number;
  readonly receiptId: string;
}

const router = new Router();
router.get('/health', () => ({ status: 'ok' }));
router.listen('notifications');

await consume<OrderPaid>('orders', async (message, span) => {
  const paid = message.body;
  span.setAttributes({ 'order.id': paid.orderId, 'enduser.id': paid.customer });
  const receipt = await renderReceipt(paid.orderId, paid.cents);
  await sendMail(`${paid.customer}@example.com`, receipt);
});
