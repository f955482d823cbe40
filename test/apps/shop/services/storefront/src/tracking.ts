import { get } from '../../../lib/client.ts';

/** Where an order is now. */
export async function findOrder(id: string): Promise<unknown> {
  return await get('gateway', `/api/orders/${id}`);
}
