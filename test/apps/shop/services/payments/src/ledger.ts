import { Database } from '../../../lib/database.ts';

const schema = 'CREATE TABLE ledger (order_id TEXT, sku TEXT, quantity INTEGER, booked_at TEXT)';

/** What was paid for; two milliseconds away. */
export const ledger = new Database('ledger', schema, 2);

export const insertEntry = `INSERT INTO ledger VALUES (?, ?, ?, datetime('now'))`;
