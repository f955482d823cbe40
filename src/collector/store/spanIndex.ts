import { spanFlags } from '../../shared/traceColumns.ts';
import { hideField } from '../otlp/hideField.ts';
import { SpanScanner, type SpanVisitor } from '../otlp/spanScanner.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { BlockTable } from './blockTable.ts';
import { ByteInterner } from './byteInterner.ts';
import { GroupTable } from './groupTable.ts';
import { LinkTable } from './linkTable.ts';
import { NoteTexts } from './noteTexts.ts';
import { PlaceTable } from './placeTable.ts';
import { ResourceTable } from './resourceTable.ts';
import { SiteJoiner } from './siteJoiner.ts';
import { SiteTable } from './siteTable.ts';
import { meta, noRow, rowMask } from './spanChunk.ts';
import { SpanRows } from './spanRows.ts';
import { SpanTable } from './spanTable.ts';
import { StagedLinks } from './stagedLinks.ts';
import { StagedSpans } from './stagedSpans.ts';
import { TraceJoiner } from './traceJoiner.ts';
import { TraceTable } from './traceTable.ts';

/** The service of a resource that names none (semantic conventions, `service.name`). */
const unknownService = 'unknown_service';

/** Fewer texts than this are not worth looking through. */
const manyTexts = 100_000;

const hasLinks = spanFlags.links << meta.flagsShift;

/** What became of one request's spans. */
export interface Staged {
  readonly spans: number;
  readonly refused: number;
  /** Why the first refused span was. */
  readonly reason: string | undefined;
}

/**
 * The index over all spans that the store holds. A block's spans come in two steps: `stage` scans its bytes
 * and can still be taken back; `commit` makes them part of traces and sites, once the block is written.
 */
export class SpanIndex implements SpanVisitor {
  readonly rows = new SpanRows();
  readonly traces = new TraceTable();
  readonly spans = new SpanTable(this.rows, this.traces);
  readonly groups = new GroupTable();
  readonly blocks = new BlockTable();
  texts = new ByteInterner();
  readonly places = new PlaceTable();
  readonly resources = new ResourceTable();
  readonly notes = new NoteTexts();
  readonly links = new LinkTable();
  readonly sites: SiteTable;
  readonly #scanner = new SpanScanner();
  readonly #joiner = new TraceJoiner(this.rows, this.traces);
  #unknownService = this.texts.internText(unknownService);

  /** Live spans, and those that came more than once. */
  spanCount = 0;
  /** Bytes of the messages of live spans, uncompressed. */
  size = 0;
  duplicateCount = 0;
  /** Of the block that was committed last; 0 where none of them was new. */
  committedSpans = 0;

  #textsWorthDropping = manyTexts;

  readonly #staged = new StagedSpans();
  readonly #stagedLinks = new StagedLinks();
  #stagedGroups: number[] = [];
  #block = -1;
  /** Bytes of the block that is being gathered. */
  #stagedLength = 0;
  #group = 0;
  #service = 0;
  #origin = 0;
  #refused = 0;
  #reason: string | undefined;
  readonly #siteJoiner: SiteJoiner;

  constructor(firstSiteId: number) {
    const texts = {
      text: (id: number) => this.texts.text(id),
      place: (id: number) => this.places.place(id),
    };
    this.sites = new SiteTable(texts, firstSiteId);
    this.#siteJoiner = new SiteJoiner(this.groups, this.sites);
  }

  get bytes(): number {
    const { rows, spans, traces, groups, blocks, texts, places, resources, notes, links, sites } = this;
    return [rows, spans, traces, groups, blocks, texts, places, resources, notes, links, sites].reduce(
      (sum, part) => sum + part.bytes,
      0,
    );
  }

  /**
   * Scans a request that stands at `block[start, end)` of the block that is being gathered. Throws
   * `MalformedError`, and then nothing of the request is staged.
   */
  stage(block: Uint8Array<ArrayBuffer>, start = 0, end = block.length): Staged {
    const rowsBefore = this.#staged.count;
    const groupsBefore = this.#stagedGroups.length;
    this.#refused = 0;
    this.#reason = undefined;
    if (this.#block < 0) this.#block = this.blocks.add();
    try {
      this.#scanner.scan(block, this, start, end);
    } catch (error) {
      this.#unstage(rowsBefore, groupsBefore);
      throw error instanceof MalformedError ? error : new Error('The scan failed.', { cause: error });
    }
    this.#stagedLength = end;
    return { spans: this.#staged.count - rowsBefore, refused: this.#refused, reason: this.#reason };
  }

  group(scanner: SpanScanner): void {
    const { bytes, origin } = scanner;
    const service = this.texts.intern(bytes, origin.serviceStart, origin.serviceEnd);
    const scope = this.texts.intern(bytes, origin.scopeNameStart, origin.scopeNameEnd);
    this.#service = service === 0 ? this.#unknownService : service;
    this.#origin = this.places.internOrigin(bytes, origin.places);
    const resource = this.resources.intern(bytes, origin.resourceStart, origin.resourceEnd);
    const { resourceAt, scopeAt } = scanner;
    const [block, ofService] = [this.#block, this.#service];
    this.#group = this.groups.add({ block, resourceAt, scopeAt, service: ofService, scope, resource });
    this.#stagedGroups.push(this.#group);
  }

  span(scanner: SpanScanner): void {
    const row = this.rows.allocate();
    const chunk = this.rows.chunk(row);
    const i = row & rowMask;
    const { bytes, view } = scanner;
    chunk.idHigh[i] = view.getUint32(scanner.spanIdAt);
    chunk.idLow[i] = view.getUint32(scanner.spanIdAt + 4);
    const parentAt = scanner.parentIdAt;
    chunk.parentHigh[i] = parentAt < 0 ? 0 : view.getUint32(parentAt);
    chunk.parentLow[i] = parentAt < 0 ? 0 : view.getUint32(parentAt + 4);
    chunk.startHigh[i] = scanner.startHigh;
    chunk.startLow[i] = scanner.startLow;
    chunk.duration[i] = Math.max(
      0,
      (scanner.endHigh - scanner.startHigh) * 2 ** 32 + (scanner.endLow - scanner.startLow),
    );
    chunk.name[i] = this.texts.intern(bytes, scanner.nameStart, scanner.nameEnd);
    chunk.group[i] = this.#group;
    chunk.at[i] = scanner.spanAt;
    // Until the commit the column holds the place in the code.
    chunk.site[i] = this.places.intern(scanner, this.#origin);
    const bits = scanner.kind | (scanner.status << meta.statusShift) | (scanner.flags << meta.flagsShift);
    // Nobody may find the row before it is committed.
    chunk.meta[i] = bits | meta.dead;
    if (scanner.links.count > 0) this.#stagedLinks.add(this.#staged.count, scanner.links);
    this.#staged.add(row, view, scanner.traceIdAt, scanner.spanEnd - scanner.spanAt);
  }

  /** Whom the block is forwarded to would refuse all of it for the sake of this one. */
  refused(reason: string, at: number): void {
    hideField(this.#scanner.bytes, at);
    this.#refused++;
    this.#reason ??= reason;
  }

  /**
   * Makes all staged spans part of the index. `touched` is called with the slot of each trace that gained a
   * span. False where none of them is new, so that the block need not stay.
   */
  commit(rowId: number, revision: number, touched: (trace: number) => void): boolean {
    const block = this.#block;
    if (block < 0) return false;
    const run = this.traces.currentRun;
    this.blocks.wrote(block, {
      rowId,
      held: this.#staged.count,
      size: this.#staged.size,
      length: this.#stagedLength,
      run,
    });
    for (let k = 0; k < this.#staged.count; k++) this.#apply(k, revision, touched);
    this.#freeEmptyGroups();
    const kept = (this.blocks.live[block] as number) > 0;
    this.committedSpans = kept ? this.#staged.count : 0;
    if (!kept) this.blocks.free(block);
    this.#forgetStaged();
    return kept;
  }

  /** Forgets all that is staged: its block could not be written. */
  rollback(): void {
    this.#unstage(0, 0);
    if (this.#block >= 0) this.blocks.free(this.#block);
    this.#forgetStaged();
  }

  /** Forgets a trace; `emptied` gets the blocks that hold no span now. */
  expire(trace: number, emptied: (rowId: number) => void): void {
    this.size -= this.traces.size[trace] as number;
    let row = this.traces.head[trace] as number;
    while (row !== noRow) {
      const next = this.rows.next(row);
      this.#expire(row, this.traces.count[trace] as number, emptied);
      row = next;
    }
    this.traces.remove(trace);
  }

  /**
   * Drops the texts that no live span and no site has any more: a program that puts ids into its span names
   * would fill the memory with names of spans that went long ago. Only between commits.
   */
  dropUnusedTexts(): void {
    if (this.#staged.count > 0 || this.texts.count < this.#textsWorthDropping) return;
    const old = this.texts;
    const kept = new ByteInterner();
    const renumber = (id: number): number => kept.adopt(old, id);
    this.#unknownService = kept.internText(unknownService);
    this.groups.renumberTexts(renumber);
    this.sites.renumberTexts(renumber);
    this.rows.forEachChunk((chunk) => {
      for (let i = 0; i < chunk.used; i++) {
        if (((chunk.meta[i] as number) & meta.dead) === 0) chunk.name[i] = renumber(chunk.name[i] as number);
      }
    });
    this.texts = kept;
    this.#textsWorthDropping = Math.max(manyTexts, 2 * kept.count);
  }

  /** The row of a span, or −1. */
  find(traceWords: Uint32Array, spanWords: Uint32Array): number {
    const trace = this.findTrace(traceWords);
    return trace < 0 ? -1 : this.spans.find(trace, spanWords[0] as number, spanWords[1] as number);
  }

  /** The slot of a trace, or −1. */
  findTrace(words: Uint32Array): number {
    return this.traces.find(words[0] as number, words[1] as number, words[2] as number, words[3] as number);
  }

  #unstage(rowsBefore: number, groupsBefore: number): void {
    for (let k = rowsBefore; k < this.#staged.count; k++) this.rows.release(this.#staged.rows[k] as number);
    for (const group of this.#stagedGroups.splice(groupsBefore)) this.groups.free(group);
    this.#staged.count = rowsBefore;
    this.#stagedLinks.truncate(rowsBefore);
  }

  #forgetStaged(): void {
    this.#block = -1;
    this.#staged.count = 0;
    this.#stagedLinks.truncate(0);
    this.#stagedGroups = [];
  }

  #freeEmptyGroups(): void {
    for (const group of this.#stagedGroups) if (this.groups.live[group] === 0) this.groups.free(group);
  }

  #apply(k: number, revision: number, touched: (trace: number) => void): void {
    const row = this.#staged.rows[k] as number;
    const chunk = this.rows.chunk(row);
    const i = row & rowMask;
    const trace = this.#staged.traceOf(k, this.traces);
    chunk.trace[i] = trace;
    if (this.spans.find(trace, chunk.idHigh[i] as number, chunk.idLow[i] as number) >= 0) {
      this.#countDuplicate(row, trace, revision, touched);
      return;
    }
    chunk.meta[i] = (chunk.meta[i] as number) & ~meta.dead;
    this.spanCount++;
    const size = this.#staged.sizes[k] as number;
    this.size += size;
    this.traces.size[trace] = (this.traces.size[trace] as number) + size;
    const group = chunk.group[i] as number;
    const block = this.groups.block[group] as number;
    this.groups.live[group] = (this.groups.live[group] as number) + 1;
    this.blocks.live[block] = (this.blocks.live[block] as number) + 1;
    this.#joiner.join(row, trace);
    this.spans.add(row);
    this.#siteJoiner.join(chunk, i, this.#staged.traceIds, 4 * k, revision);
    if (((chunk.meta[i] as number) & hasLinks) !== 0) this.#stagedLinks.enter(k, row, this.links);
    if (this.traces.version[trace] !== revision || this.traces.count[trace] === 1) touched(trace);
    this.traces.version[trace] = revision;
  }

  #countDuplicate(row: number, trace: number, revision: number, touched: (trace: number) => void): void {
    this.rows.release(row);
    this.duplicateCount++;
    this.traces.duplicates[trace] = (this.traces.duplicates[trace] as number) + 1;
    if (this.traces.version[trace] !== revision) touched(trace);
    this.traces.version[trace] = revision;
  }

  #expire(row: number, traceSpans: number, emptied: (rowId: number) => void): void {
    const chunk = this.rows.chunk(row);
    const group = chunk.group[row & rowMask] as number;
    const block = this.groups.block[group] as number;
    this.spans.remove(row, traceSpans);
    if (((chunk.meta[row & rowMask] as number) & hasLinks) !== 0) this.links.remove(row);
    this.rows.release(row);
    this.spanCount--;
    const groupLive = (this.groups.live[group] as number) - 1;
    this.groups.live[group] = groupLive;
    if (groupLive === 0) this.groups.free(group);
    const blockLive = (this.blocks.live[block] as number) - 1;
    this.blocks.live[block] = blockLive;
    if (blockLive > 0) return;
    emptied(this.blocks.rowId[block] as number);
    this.blocks.free(block);
  }
}
