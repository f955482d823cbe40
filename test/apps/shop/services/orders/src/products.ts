import { cache } from './cache.ts';
import { database } from './database.ts';

/** What is for sale, at most two seconds old. */
export async function listProducts(category: string): Promise<unknown> {
  const cached = await cache.get(`products:${category}`);
  if (cached !== undefined) return cached;

  const products = await database.query(
    'SELECT products',
    `SELECT sku, title, cents FROM products WHERE stock > 0 AND (category = ?1 OR ?1 = 'all')`,
    category,
  );
  await cache.set(`products:${category}`, products, 2000);
  return products;
}
