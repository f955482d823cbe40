import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { traceColumns } from '../../../src/collector/answer/traceColumns.ts';
import { TraceList } from '../../../src/collector/answer/traceList.ts';
import { BlockFile, type BlockFileOptions } from '../../../src/collector/store/blockFile.ts';
import { sourceOf } from '../../../src/collector/store/gatherBuffer.ts';
import { wordsOfHex } from '../../../src/collector/store/hexOfWords.ts';
import { type Accepted, Intake } from '../../../src/collector/store/intake.ts';
import { type StoreListener, TraceStore } from '../../../src/collector/store/traceStore.ts';
import { ensureExists } from '../../../src/shared/assert.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { textOf } from '../support/traceText.ts';
import { traceA, wireOf } from './otlpRequest.ts';

const deaf: StoreListener = {
  wrote: () => undefined,
  wantsTraces: false,
  traceChanged: () => undefined,
  changed: () => undefined,
  cleared: () => undefined,
};

/** A store in a folder of its own, without ports or clients. */
export class OpenStore {
  readonly folder: string;
  readonly #maxSpans: number;
  store: TraceStore;
  intake: Intake;
  list: TraceList;

  constructor(maxSpans = 1_000_000, options: BlockFileOptions = {}, folder?: string) {
    this.folder = folder ?? mkdtempSync(join(tmpdir(), 'spanline-store-'));
    this.#maxSpans = maxSpans;
    this.store = new TraceStore(this.#open(options), maxSpans, deaf);
    this.intake = this.#intake();
    this.list = new TraceList(this.store);
  }

  send(request: object): Promise<Accepted> {
    return this.intake.offerTraces(sourceOf(wireOf(request)));
  }

  /** What a restart of the collector does. */
  reopen(): void {
    this.store.dispose();
    this.store.file.close();
    this.store = new TraceStore(this.#open({}), this.#maxSpans, deaf);
    this.store.load();
    this.intake = this.#intake();
    this.list = new TraceList(this.store);
  }

  columns(traceId = traceA): TraceColumns {
    const slot = this.store.index.findTrace(wordsOfHex(traceId.padStart(32, '0')));
    if (slot < 0) throw new Error(`There is no trace ${traceId}.`);
    return traceColumns(this.store, slot);
  }

  /** The trace as rows of text. */
  text(traceId = traceA): string {
    return textOf(this.columns(traceId));
  }

  /** The one trace there is. */
  summary(): string {
    const { root, service, spans, errors, partial, rootMissing } = ensureExists(
      this.list.list({ limit: 1 }).traces[0],
    );
    const words = [partial ? 'partial' : '', rootMissing ? 'rootMissing' : ''].filter((word) => word !== '');
    return [`${service} ${root}: ${spans} spans, ${errors} errors`, ...words].join(', ');
  }

  close(): void {
    this.store.dispose();
    this.store.file.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #open(options: BlockFileOptions): BlockFile {
    return new BlockFile(join(this.folder, 'spans.db'), options);
  }

  #intake(): Intake {
    const intake = new Intake(this.store.file, () => this.store.index, this.store);
    this.store.runs.follow((run) => {
      intake.run = run;
    });
    return intake;
  }
}
