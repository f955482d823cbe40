import type { TraceId } from '../shared/ids.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { serviceOrder } from '../trace/serviceOrder.ts';

/** Traces whose order is remembered; one that is looked at again after so many others may get other colours. */
const maxTraces = 200;

/**
 * The one rule for the colours of services: the order in which they first appeared over all versions of a trace
 * that were looked at. Waterfall and side panel ask here, so that they never differ and no colour changes while
 * spans arrive.
 */
export class ServiceOrders {
  /** In the order of use, the latest last. */
  readonly #orders = new Map<TraceId, readonly string[]>();

  of(columns: TraceColumns): readonly string[] {
    const { traceId } = columns;
    const order = serviceOrder(columns, this.#orders.get(traceId));
    this.#orders.delete(traceId);
    this.#orders.set(traceId, order);
    const [oldest] = this.#orders.keys();
    if (oldest !== undefined && this.#orders.size > maxTraces) this.#orders.delete(oldest);
    return order;
  }
}
