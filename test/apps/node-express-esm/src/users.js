import { trace } from '@opentelemetry/api';
import { Router } from 'express';

export const router = Router();

router.get('/:userId', show);
router.get('/:userId/trips', (req, res, next) => {
  withUser(req.params.userId, (user) => res.json({ user, trips: [] })).catch(next);
});

function show(req, res) {
  res.json({ id: req.params.userId });
}

const withUser = (id, use) =>
  trace.getTracer('trips').startActiveSpan(`user ${id}`, async (span) => {
    await null;
    use({ id });
    span.end();
  });
