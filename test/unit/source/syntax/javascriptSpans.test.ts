import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

test('tracers and spans: names, constants, templates, wrappers', async () => {
  const picture = await factsPicture(
    '/w/a.ts',
    `
    import * as api from '@opentelemetry/api';
    const tracer = api.trace.getTracer('shop');
    const NAME = 'check' + 'out';
    const SPANS = { PAY: 'pay' } as const;
    enum Names { Ship = 'ship' }
    async function pay(amount: number) {
      return tracer.startActiveSpan(NAME, async (span) => {
        tracer.startSpan(\`pay.\${amount}\`);
        tracer.startSpan(SPANS.PAY + '.' + Names.Ship);
        tracer.startSpan(fast ? 'one' : 'two');
        tracer
          .startSpan('chained');
      });
    }
    class Service {
      #tracer = trace.getTracer(scope);
      run() { return this.#tracer.startActiveSpan('run', {}, () => {}); }
      @Span() spanned() {}
      @Traced('named') other() {}
      static start = () => withSpan('static', async () => {});
    }
    Sentry.startSpan({ name: 'sentry', op: 'x' }, () => {});
    instrumentAsync({ name: 'instrumented' }, async () => {});
    effect.pipe(Effect.withSpan('effect'));
    logfire.span('charge {amount}', { amount });
    trace.getTracer('inline').startSpan('of inline');
    oddly('label', () => {});
    function oddly(name: string, run: () => void) { tracer.startActiveSpan(name, run); }
    getSpan('x'); describeSpans('y', () => {}); tracer.startSpan(name); expect(span('z'), fn);
    `,
    'tracers',
    'spans',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    tracer tracer 'shop' 2:26
    tracer tracer '*' 16:19
    tracer  'inline' 26:7
    span 'checkout' on tracer in pay 7:17-13
    span 'pay.*' on tracer in pay 8:12
    span 'pay.ship' on tracer in pay 9:12
    span 'one' on tracer in pay 10:12
    span 'two' on tracer in pay 10:12
    span 'chained' on tracer in pay 12:8
    span 'run' on tracer in Service.run 17:31
    span 'Service.spanned' in Service.spanned 18:11
    span 'named' in Service.other 19:20
    span 'static' in Service.start 20:24
    span 'sentry' on Sentry 22:8
    span 'instrumented' 23:1
    span 'effect' on Effect 24:20
    span 'charge *' on logfire 25:9
    span 'of inline' 26:27
    span 'label' 27:1
    "
  `);
});

test('statements: at the call that they are given to', async () => {
  const picture = await factsPicture(
    '/w/a.js',
    `
    const byId = 'SELECT * FROM orders WHERE id = $1';
    const queries = { all: 'SELECT * FROM orders' };
    const unused = 'DELETE FROM orders WHERE old';
    async function load(id) {
      await pool
        .query(byId, [id]);
      await db.all(queries.all);
      await db.query(sql\`SELECT a FROM \${table} WHERE b = \${id}\`);
      await prisma.$queryRaw\`SELECT 1\`;
      await db.query({ text: 'INSERT INTO orders VALUES ($1)', values: [id] });
      const long = 'UPDATE orders SET a = ' + a + ' WHERE b = 2';
      say('Select an item'); say('Update failed'); say('Delete user');
    }
    `,
    'statements',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    statement 'SELECT * FROM orders WHERE id = $1' in load 6:6
    statement 'SELECT * FROM orders' in load 7:12
    statement 'SELECT a FROM * WHERE b = *' in load 8:12
    statement 'SELECT 1' in load 9:16
    statement 'INSERT INTO orders VALUES ($1)' in load 10:12
    statement 'DELETE FROM orders WHERE old' 3:16
    statement 'UPDATE orders SET a = * WHERE b = 2' in load 11:16
    "
  `);
});
