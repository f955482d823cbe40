import { get } from '../../../lib/client.ts';

export interface Product {
  readonly sku: string;
  readonly title: string;
  readonly cents: number;
}

/** What is for sale in a category, by title. */
export async function listProducts(category: string): Promise<readonly Product[]> {
  const products = await get<Product[]>('gateway', `/api/products?category=${category}`);
  return products.toSorted((a, b) => a.title.localeCompare(b.title));
}
