import { setTimeout as delay } from 'node:timers/promises';

const customers = ['ada', 'grace', 'edsger', 'barbara', 'nobody'];
const goods = ['mug-01', 'mug-02', 'pan-07', 'lamp-03', 'pen-11', 'book-42'];

/**
 * Sends the same requests in the same order in every run, at a steady pace: mostly browsing, a checkout in every
 * third, now and then an order that does not exist or goods that are sold out.
 * @param {string} storefront
 * @param {number} requestsPerSecond
 * @param {AbortSignal} stopped
 */
export async function startLoad(storefront, requestsPerSecond, stopped) {
  for (let index = 0; !stopped.aborted; index++) {
    void send(storefront, index, stopped);
    await delay(1000 / requestsPerSecond);
  }
}

/** @param {string} storefront @param {number} index @param {AbortSignal} stopped */
async function send(storefront, index, stopped) {
  try {
    const response = await request(storefront, index);
    await response.arrayBuffer();
  } catch (error) {
    if (!stopped.aborted) console.error(`The shop did not answer: ${String(error)}`);
  }
}

/** @param {string} storefront @param {number} index */
function request(storefront, index) {
  const checkouts = Math.floor(index / 3);
  if (index % 3 === 0) return checkout(storefront, checkouts);
  if (index % 3 === 1)
    return fetch(`${storefront}/products?category=${['kitchen', 'office', 'all'][checkouts % 3]}`);
  return fetch(`${storefront}/orders/order-${checkouts % 8 === 7 ? 1 : 9980 + Math.floor(checkouts / 2)}`);
}

/** @param {string} storefront @param {number} checkouts */
function checkout(storefront, checkouts) {
  const soldOut = checkouts % 20 === 13 ? [{ sku: 'clock-05', quantity: 1 }] : [];
  const count = checkouts % 4 === 0 ? 12 : 1 + (checkouts % 3);
  const items = Array.from({ length: count }, (_, item) => ({
    sku: goods[(checkouts + item) % goods.length],
    quantity: 1 + (item % 3),
  }));
  return fetch(`${storefront}/checkout`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      customer: customers[checkouts % customers.length],
      items: [...items, ...soldOut],
    }),
  });
}
