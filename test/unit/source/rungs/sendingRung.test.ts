import { expect, test } from 'vitest';
import { sendingRung } from '../../../../src/source/rungs/sendingRung.ts';
import { siteOf } from '../pictures.ts';
import { table, workspace } from './workspace.ts';

test('who sends a message, or asks for a job', async () => {
  const context = workspace({
    'src/orders.js': `
const placed = 'orders.placed';
async function place(order) {
  await producer.send({
    topic: placed,
    messages: [order],
  });
  await consumer.subscribe({ topic: 'orders.paid' });
  channel.publish('shop.events', order);
}
`,
    'app/models/user.rb':
      'class User\n  def x\n    # CleanJob.perform_later\n    CleanJob.set(wait: 1.hour).perform_later(1)\n  end\nend\n',
    'proj/views.py': 'def view():\n    add.delay(1, 2)\n',
    'src/Stock.java':
      'class Stock {\n  void a() {\n    kafka.send(\n      "stock.reserved", x);\n    log.info("stock.taken");\n  }\n}\n',
  });
  const to = (destination: string, kind: 'producer' | 'consumer' = 'producer') =>
    siteOf({}, { kind, name: 'x', evidence: { 'messaging.destination.name': destination } });
  expect(
    await table(sendingRung, context, {
      'a constant': to('orders.placed'),
      'no call that sends': to('orders.paid'),
      'a call': to('shop.events'),
      'who takes it': to('shop.events', 'consumer'),
      'a call over lines': to('stock.reserved'),
      'something else before it': to('stock.taken'),
      'in the name': siteOf({}, { kind: 'producer', name: 'shop.events publish' }),
      'a job': siteOf({ namespace: 'CleanJob' }, { kind: 'producer', name: 'mail publish' }),
      'a task': siteOf({}, { kind: 'producer', evidence: { 'celery.task_name': 'proj.tasks.add' } }),
    }),
  ).toMatchInlineSnapshot(`
    "
    a constant → src/orders.js:4 medium
    no call that sends → none
    a call → src/orders.js:9 medium
    who takes it → none
    a call over lines → src/Stock.java:3 medium
    something else before it → none
    in the name → src/orders.js:9 medium
    a job → app/models/user.rb:4 medium
    a task → proj/views.py:2 medium
    "
  `);
});
