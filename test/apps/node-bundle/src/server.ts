import express, { type ErrorRequestHandler } from 'express';
import { invoices } from './api/invoices.ts';
import { status } from './api/status.ts';
import { Reminder } from './reminder.ts';

const app = express();
app.use(express.json());
app.get('/health', status);
app.use('/api/invoices', invoices);

const failed: ErrorRequestHandler = (error: Error, _request, response, _next) => {
  response.status(500).json({ error: error.message });
};
app.use(failed);

const server = app.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1', () => {
  console.log('listening');
  new Reminder(20).start();
});

process.once('SIGINT', () => server.close());
