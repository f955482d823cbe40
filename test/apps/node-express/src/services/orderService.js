const { SpanKind } = require('@opentelemetry/api');
const { setTimeout: delay } = require('node:timers/promises');
const { inSpan, tracer } = require('../tracer');

class OrderService {
  #orders = new Map([['7', { id: '7', customer: 'ada', sku: 'mug-01' }]]);

  async find(id) {
    return tracer.startActiveSpan('find order', async (span) => {
      span.setAttribute('order.id', id);
      await delay(2);
      span.end();
      return this.#orders.get(id);
    });
  }

  async list(customer) {
    const span = tracer.startSpan('SELECT orders', {
      kind: SpanKind.CLIENT,
      attributes: { 'db.system.name': 'memory', 'db.query.text': 'SELECT * FROM orders WHERE customer = ?' },
    });
    await delay(1);
    span.end();
    return [...this.#orders.values()].filter((order) => order.customer === customer);
  }

  async place(customer, sku) {
    return inSpan('place order', async () => {
      await this.reserve(sku);
      const order = { id: String(this.#orders.size + 7), customer, sku };
      this.#orders.set(order.id, order);
      publish(order);
      return order;
    });
  }

  async reserve(sku) {
    await inSpan(`reserve ${sku}`, () => delay(1));
  }
}

function publish(order) {
  setImmediate(() => {
    const span = tracer.startSpan('orders publish', {
      kind: SpanKind.PRODUCER,
      attributes: { 'messaging.system': 'memory', 'messaging.destination.name': 'orders' },
    });
    span.setAttribute('order.id', order.id);
    span.end();
  });
}

module.exports = { OrderService };
