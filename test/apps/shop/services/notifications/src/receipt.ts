import { setTimeout as delay } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('notifications');

export async function renderReceipt(orderId: string, cents: number): Promise<string> {
  return await tracer.startActiveSpan('render receipt', async (span) => {
    await delay(9);
    const receipt = `Thank you. ${orderId}: ${(cents / 100).toFixed(2)}`;
    span.setAttributes({ 'receipt.template': 'order-paid', 'receipt.length': receipt.length });
    span.end();
    return receipt;
  });
}
