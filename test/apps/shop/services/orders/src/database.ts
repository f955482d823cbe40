import { Database } from '../../../lib/database.ts';

const schema = `
  CREATE TABLE products (sku TEXT PRIMARY KEY, title TEXT, category TEXT, cents INTEGER, stock INTEGER);
  CREATE TABLE orders (number INTEGER PRIMARY KEY, customer TEXT, cents INTEGER, items TEXT);
  INSERT INTO products VALUES
    ('mug-01', 'Enamel mug', 'kitchen', 1400, 100000),
    ('mug-02', 'Travel mug', 'kitchen', 2400, 100000),
    ('pan-07', 'Cast iron pan', 'kitchen', 5900, 100000),
    ('lamp-03', 'Desk lamp', 'office', 4900, 100000),
    ('pen-11', 'Fountain pen', 'office', 3200, 100000),
    ('book-42', 'Notebook', 'office', 900, 100000),
    ('clock-05', 'Wall clock', 'office', 3600, 0);
  INSERT INTO orders VALUES (9980, 'ada', 1400, '[{"sku":"mug-01","quantity":1}]');
`;

/** The shop's only database; four milliseconds away. */
export const database = new Database('shop', schema, 4);
