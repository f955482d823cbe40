import { setTimeout as delay } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('trips/store');

/** Keeps trips in memory, as a database would. */
export class TripStore {
  #trips = new Map([['9', { id: '9', to: 'Oslo' }]]);

  load(id) {
    return this.#query('SELECT trips', () => this.#trips.get(id));
  }

  async save(trip) {
    const saved = { id: String(this.#trips.size + 9), ...trip };
    if (saved.to === 'nowhere') throw new RangeError('There is no such place');
    await this.#query('INSERT trips', () => this.#trips.set(saved.id, saved));
    return saved;
  }

  #query(summary, run) {
    const options = {
      kind: SpanKind.CLIENT,
      attributes: { 'db.system.name': 'memory', 'db.query.summary': summary },
    };
    return tracer.startActiveSpan(summary, options, async (span) => {
      await delay(1);
      try {
        return run();
      } finally {
        span.end();
      }
    });
  }
}
