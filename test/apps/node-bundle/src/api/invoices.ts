import { type Span, trace } from '@opentelemetry/api';
import { type Request, type Response, Router } from 'express';
import { type Invoice, Ledger } from '../ledger.ts';

const tracer = trace.getTracer('billing');
const ledger = new Ledger();

export const invoices = Router();

interface Params {
  readonly invoice: string;
}

invoices.get('/', async (_request, response) => {
  response.json(await ledger.all());
});

invoices.get('/:invoice', async (request: Request<Params>, response: Response<Invoice | string>) => {
  const invoice = await ledger.find(request.params.invoice);
  if (invoice === undefined) response.status(404).send('no such invoice');
  else response.json(invoice);
});

invoices.post('/:invoice/pay', pay);

async function pay(request: Request<Params>, response: Response): Promise<void> {
  const paid = await tracer.startActiveSpan('pay invoice', async (span: Span) => {
    try {
      const rate = await exchangeRate(request);
      return await ledger.pay(request.params.invoice, rate);
    } catch (error) {
      span.recordException(error as Error);
      throw error;
    } finally {
      span.end();
    }
  });
  response.json(paid);
}

/** As another service would say. */
async function exchangeRate(request: Request<Params>): Promise<number> {
  const port = request.socket.localPort;
  const answer = await fetch(`http://127.0.0.1:${port}/health`);
  return answer.ok ? 1.25 : 1;
}
