import { TimeoutError } from '../../../lib/cards.ts';
import { HttpError } from '../../../lib/httpError.ts';
import { Router } from '../../../lib/router.ts';
import { charge } from './charge.ts';

const router = new Router();

router.post('/charges', async function takePayment({ body }) {
  try {
    return { id: await charge(body) };
  } catch (error) {
    if (error instanceof TimeoutError) throw new HttpError(504, error.message);
    throw error;
  }
});

router.listen('payments');
