import { Database } from '../../../lib/database.ts';

const schema = 'CREATE TABLE ledger (order_id TEXT, sku TEXT, quantity INTEGER, booked_at TEXT)';
const database = new Database('ledger', schema, 2);

/** What was paid for; two milliseconds away. */
export const ledger = {
  insert: database.prepare('INSERT ledger', `INSERT INTO ledger VALUES (?, ?, ?, datetime('now'))`),
};
