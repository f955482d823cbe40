import { messageOf } from '../../shared/assert.ts';
import type { ForwardSettings } from '../../shared/forward.ts';
import type { Signal } from '../store/blockFile.ts';
import type { Clock } from './clock.ts';
import { HeaderSecrets } from './headerSecrets.ts';
import { withShortQuote } from './httpOutcome.ts';
import type { LossNotes } from './lossNotes.ts';
import type { ForwardRequest, Parcel } from './parcel.ts';
import { type ParcelReader, split } from './parcelReader.ts';
import type { Patience } from './patience.ts';
import type { Outcome, Sender } from './sender.ts';

/** Since the collector's start. */
export interface ForwardCounts {
  sentSpans: number;
  droppedSpans: number;
  rejectedSpans: number;
  sampledOutSpans: number;
  lastSentUnixMillis: number | undefined;
}

export interface DeliveryParts {
  readonly sender: Sender;
  readonly reader: ParcelReader;
  readonly clock: Clock;
  readonly counts: ForwardCounts;
  /** So many spans will not be sent. */
  dropped(spans: number): void;
}

/** Brings parcels to one back end and keeps account of what becomes of them. */
export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #counts: ForwardCounts;
  readonly #patience: Patience;
  readonly #losses: LossNotes;
  readonly #secrets: HeaderSecrets;
  /** What the back end has no use for; asked for again when the forward is configured. */
  readonly untaken = new Set<Signal>();
  #disposed = false;

  constructor(settings: ForwardSettings, parts: DeliveryParts, patience: Patience, losses: LossNotes) {
    this.#parts = parts;
    this.#counts = parts.counts;
    this.#patience = patience;
    this.#losses = losses;
    this.#secrets = new HeaderSecrets(settings.headers);
  }

  /** Sends what is left of a parcel, until all is settled or something speaks against it. */
  async bring(parcel: Parcel): Promise<void> {
    try {
      await this.#bring(parcel);
    } catch (error) {
      // No request can be made of its blocks.
      if (this.#disposed) return;
      this.drop(parcel.spans);
      this.#losses.add(`A block was left out: ${messageOf(error)}.`);
      parcel.state = 'done';
    }
  }

  drop(spans: number): void {
    if (spans === 0) return;
    this.#counts.droppedSpans += spans;
    this.#parts.dropped(spans);
  }

  dispose(): void {
    this.#disposed = true;
    this.#parts.sender.dispose();
  }

  async #bring(parcel: Parcel): Promise<void> {
    parcel.requests ??= await this.#read(parcel);
    for (let request = parcel.requests[0]; request !== undefined; request = parcel.requests[0]) {
      if (this.#disposed) return;
      const { setbacks } = this.#patience;
      const outcome = await this.#send(request);
      if (this.#disposed) return;
      if (outcome.type !== 'taken') parcel.isRead = false;
      if (outcome.type === 'retry' || outcome.type === 'failed') {
        parcel.state = 'waiting';
        this.#patience.setBack(outcome, setbacks, this.#safe(outcome.problem));
        return;
      }
      parcel.requests.shift();
      this.#patience.goOn(setbacks);
      if (outcome.type === 'tooLarge') {
        const pieces = [...split(request.signal, request.bytes, Math.ceil(request.bytes.length / 4))];
        if (pieces.length > 1) {
          parcel.requests.unshift(...pieces);
          continue;
        }
      }
      this.#settle(request, outcome);
    }
    parcel.state = 'done';
  }

  /** What fails here is a fault of ours: it must not keep the others waiting. */
  async #send({ signal: kind, bytes }: ForwardRequest): Promise<Outcome> {
    try {
      return await this.#parts.sender.send(kind, bytes);
    } catch (error) {
      process.stderr.write(`A request could not be forwarded: ${messageOf(error)}\n`);
      return { type: 'refused', problem: `A request could not be made: ${messageOf(error)}.` };
    }
  }

  async #read(parcel: Parcel): Promise<ForwardRequest[]> {
    const { requests, sampledOut, lost, problem } = await this.#parts.reader.read(parcel.rows);
    this.#counts.sampledOutSpans += sampledOut;
    this.drop(lost);
    if (problem !== undefined) this.#losses.add(problem);
    return requests;
  }

  /** A request was taken or is not wanted: it is done with. */
  #settle({ spans, signal: kind, bytes }: ForwardRequest, outcome: Outcome): void {
    // A back end that wants no empty request has answered all the same.
    if (bytes.length === 0 && (outcome.type === 'refused' || outcome.type === 'tooLarge')) return;
    const rejected = outcome.type === 'taken' ? Math.min(outcome.rejected, spans) : spans;
    this.#counts.rejectedSpans += rejected;
    this.#counts.sentSpans += spans - rejected;
    if (outcome.type === 'taken') this.#counts.lastSentUnixMillis = this.#parts.clock.unixMillis();
    if (outcome.type === 'unknownSignal') this.untaken.add(kind);
    if (outcome.problem !== undefined) this.#losses.add(this.#safe(outcome.problem));
  }

  /** Servers may repeat what they were sent. What is cut before it is looked for is not found. */
  #safe(problem: string): string {
    return withShortQuote(this.#secrets.strikeOut(problem));
  }
}
