import { publish } from '../../../lib/queue.ts';

export interface OrderPaid {
  readonly orderId: string;
  readonly customer: string;
  readonly cents: number;
  readonly receiptId: string;
}

/** The customer hears of it by mail; checkout does not wait for that. */
export async function notify(paid: OrderPaid): Promise<void> {
  await publish('orders', paid);
}
