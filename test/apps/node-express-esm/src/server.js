import { SpanStatusCode, trace } from '@opentelemetry/api';
import express, { Router } from 'express';
import { quote } from './quotes.js';
import { TripStore } from './tripStore.js';
import * as users from './users.js';

const tracer = trace.getTracer('trips');
const app = express();
const trips = new TripStore();

app.use(express.json());
app.get('/health', (_req, res) => res.send('ok'));

const v1 = Router();
app.use('/v1', v1);
v1.use('/users', users.router);

v1.get('/trips/:tripId', async (req, res) => {
  const trip = await trips.load(req.params.tripId);
  if (trip === undefined) {
    res.sendStatus(404);
    return;
  }
  res.json(trip);
});

v1.post('/trips', createTrip);
v1.get('/quotes', quote);
v1.get('/rates/:currency', (req, res) => {
  res.json({ currency: req.params.currency, rate: 1.1 });
});

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`);
});

async function createTrip(req, res, next) {
  const span = tracer.startSpan('create trip');
  try {
    const trip = await trips.save({ to: req.body.to });
    res.status(201).json(trip);
  } catch (error) {
    span.recordException(error);
    span.setStatus({ code: SpanStatusCode.ERROR });
    next(error);
  } finally {
    span.end();
  }
}
