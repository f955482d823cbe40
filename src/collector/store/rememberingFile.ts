import type { CollectorTables, SavedRun } from './collectorTables.ts';
import type { FileState } from './fileState.ts';
import type { StoreFile } from './storeFile.ts';

/** The store's file without its blocks: what the collector remembers in it, and how the file does. */
export class RememberingFile {
  protected readonly file: StoreFile;

  constructor(file: StoreFile) {
    this.file = file;
  }

  /** What is wrong with the file. */
  get state(): FileState {
    return this.file.state;
  }

  /** What a person should know of the file: sentences. */
  get notices(): readonly string[] {
    this.file.retry();
    return this.state.notices;
  }

  /** Removes all blocks. Runs, pins and the places of forwards stay. */
  clear(): void {
    this.file.clear();
  }

  /** Puts another file in the place of one that is damaged or was deleted: see `FileState.onBroken`. */
  mend(): void {
    this.file.mend();
  }

  close(): void {
    this.file.close();
  }

  /** The row up to which everything was sent to a back end; `undefined` where nothing is known of it. */
  forwardPlace(name: string): number | undefined {
    return this.file.read((database) => database.tables.forwardPlace(name));
  }

  /** The first of the rows up to which something was sent to a back end; `Infinity` where nothing was to any. */
  get leastForwardPlace(): number {
    const places = this.file.read((database) => database.tables.forwardPlaces());
    return Math.min(...places.map(([, row]) => row));
  }

  setForwardPlace(name: string, row: number): void {
    this.#change((tables) => tables.setForwardPlace(name, row));
  }

  removeForwardPlaces(except: ReadonlySet<string>): void {
    this.#change((tables) => tables.removeForwardPlaces(except));
  }

  /** Trace ids of 32 hexadecimal digits. */
  pins(): string[] {
    return this.file.read((database) => database.tables.pins());
  }

  setPins(traceIds: readonly string[], pinned: boolean): void {
    this.#change((tables) => tables.setPins(traceIds, pinned));
  }

  /** In the order in which they began. */
  savedRuns(): SavedRun[] {
    return this.file.read((database) => database.tables.savedRuns());
  }

  saveRun(run: SavedRun): void {
    this.#change((tables) => tables.saveRun(run));
  }

  removeRuns(ids: readonly number[]): void {
    this.#change((tables) => tables.removeRuns(ids));
  }

  /** What was last said of something, as text; `undefined` where nothing was. */
  setting(name: string): string | undefined {
    const settings = this.file.read((database) => database.tables.settings());
    return settings.find(([known]) => known === name)?.[1];
  }

  saveSetting(name: string, value: string): void {
    this.#change((tables) => tables.saveSetting(name, value));
  }

  #change(work: (tables: CollectorTables) => void): void {
    this.file.write((database) => database.transaction(() => work(database.tables)));
  }
}
