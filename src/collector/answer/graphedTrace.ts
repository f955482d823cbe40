import { spanKindOf, spanKinds } from '../../shared/spanKind.ts';
import type { AttributeColumns } from '../../shared/traceAttributes.ts';
import { type Peer, peerFrom, peerKeys } from '../../trace/peer.ts';
import type { GraphedColumns } from '../../trace/serviceGraph.ts';
import { meta, rowMask, spanStatus } from '../store/spanChunk.ts';
import type { TimeSlice } from '../store/timeSlice.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { traceAttributes } from './traceAttributes.ts';
import { orderSpans } from './traceOrders.ts';
import { TraceSnapshot } from './traceSnapshot.ts';

/** What a graph of services needs of a trace. */
export interface GraphedTrace {
  readonly version: number;
  readonly columns: GraphedColumns;
  /** Index into `peers` by span; 0 is none. */
  readonly peer: Uint32Array;
  readonly peers: readonly (Peer | undefined)[];
}

const outgoing = ['client', 'producer', 'consumer'] as const;
/** By the number of a kind, whether a span of it may name a peer. */
const mayNamePeer = spanKinds.map((kind) => outgoing.some((one) => one === kind));

/** `undefined` where the trace is forgotten meanwhile. */
export async function graphedTrace(
  store: TraceStore,
  slot: number,
  slice: TimeSlice,
): Promise<GraphedTrace | undefined> {
  const { rows, preorder } = orderSpans(store, slot);
  const snapshot = new TraceSnapshot(store, slot, { rows, order: preorder.order });
  const columns = columnsOf(store, snapshot, preorder.parent);
  const peers = await readPeers(store, snapshot, columns, slice);
  return peers === undefined ? undefined : { version: snapshot.version, columns, ...peers };
}

function columnsOf(
  { index }: TraceStore,
  { rows, order }: TraceSnapshot,
  parent: Int32Array,
): GraphedColumns {
  const count = rows.length;
  const strings: string[] = [];
  const numbers = new Map<number, number>();
  const columns = {
    duration: new Float64Array(count),
    service: new Uint32Array(count),
    kind: new Uint8Array(count),
    status: new Uint8Array(count),
  };
  for (let place = 0; place < count; place++) {
    const row = rows[order[place] as number] as number;
    const chunk = index.rows.chunk(row);
    const i = row & rowMask;
    const text = index.groups.service[chunk.group[i] as number] as number;
    const service = numbers.get(text) ?? strings.push(index.texts.text(text)) - 1;
    numbers.set(text, service);
    columns.service[place] = service;
    columns.duration[place] = chunk.duration[i] as number;
    columns.kind[place] = (chunk.meta[i] as number) & meta.kindMask;
    columns.status[place] = spanStatus(chunk, i);
  }
  return { count, parent, ...columns, strings };
}

async function readPeers(
  store: TraceStore,
  snapshot: TraceSnapshot,
  { kind, count }: GraphedColumns,
  slice: TimeSlice,
): Promise<Pick<GraphedTrace, 'peer' | 'peers'> | undefined> {
  const peer = new Uint32Array(count);
  if (!kind.some(mayName)) return { peer, peers: [undefined] };
  const wanted = (row: number): boolean =>
    mayName((store.index.rows.chunk(row).meta[row & rowMask] as number) & meta.kindMask);
  const answer = await traceAttributes(snapshot, peerKeys, { wanted, slice });
  if (answer === undefined) return undefined;
  const peers = new PeerNumbers(answer);
  for (let span = 0; span < count; span++) {
    if (mayName(kind[span] as number)) peer[span] = peers.of(span, kind[span] as number);
  }
  return { peer, peers: peers.peers };
}

function mayName(kind: number): boolean {
  return mayNamePeer[kind] === true;
}

/** Numbers for the peers of spans; those of spans with the same attributes are told once. */
class PeerNumbers {
  readonly peers: (Peer | undefined)[] = [undefined];
  readonly #columns: AttributeColumns['columns'];
  readonly #numbers = new Map<string, number>();

  constructor({ columns }: AttributeColumns) {
    this.#columns = columns;
  }

  of(span: number, kind: number): number {
    const key = `${kind} ${this.#columns.map(({ value }) => value[span]).join(' ')}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const peer = peerFrom((name) => this.#value(name, span), spanKindOf(kind));
    const number = peer === undefined ? 0 : this.peers.push(peer) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  #value(name: string, span: number): string | undefined {
    const column = this.#columns.find(({ key }) => key === name);
    return column?.values[(column.value[span] as number) - 1];
  }
}
