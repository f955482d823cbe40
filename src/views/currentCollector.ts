import type { CollectorStatus } from '../shared/collectorStatus.ts';
import { type Disposable, DisposableSlot, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { CollectorApi, CollectorChange } from '../shared/protocol.ts';

/** A way to one collector; the client's `CollectorClient` is one. */
export interface CollectorConnection extends Disposable {
  readonly api: CollectorApi;
  readonly state: CollectorStatus;
  readonly onDidChange: Event<CollectorChange>;
  readonly onDidChangeState: Event<CollectorStatus>;
  connect(): Promise<void>;
  restart(): Promise<void>;
}

/** Ports to start on instead of those of the settings. */
export interface PortChoice {
  readonly grpcPort: number;
  readonly httpPort: number;
}

/**
 * The collector that the window shows. What holds it never notices that the connection behind it was replaced,
 * because the settings that say where the collector is have changed.
 */
export class CurrentCollector implements Disposable {
  readonly #create: (ports: PortChoice | undefined) => CollectorConnection;
  readonly #owned = new DisposableStore();
  readonly #connection = this.#owned.register(new DisposableSlot<CollectorConnection>());
  readonly #changes = this.#owned.register(new Emitter<CollectorChange>());
  readonly #states = this.#owned.register(new Emitter<CollectorStatus>());
  readonly #reconnects = this.#owned.register(new Emitter<void>());
  readonly api: CollectorApi = this.#makeApi();
  /** Chosen for this window; it outlives a crash of the collector, and ends with other settings. */
  #ports: PortChoice | undefined;

  readonly onDidChange = this.#changes.event;
  readonly onDidChangeStatus = this.#states.event;
  /** A collector answers from now on, perhaps another one than before. */
  readonly onDidReconnect = this.#reconnects.event;

  constructor(create: (ports: PortChoice | undefined) => CollectorConnection) {
    this.#create = create;
  }

  get status(): CollectorStatus {
    return this.#connection.value?.state ?? { kind: 'connecting' };
  }

  /** Finds or starts the collector; a failure is said by the status. */
  async start(): Promise<void> {
    await this.#current()
      .connect()
      .catch(() => undefined);
  }

  /** Starts it on other ports than the settings say, which somebody else has. */
  async startOn(ports: PortChoice): Promise<void> {
    this.#ports = ports;
    this.#connection.value = undefined;
    await this.#current().connect();
  }

  /** Other ports were set: those that were chosen meanwhile count no more. */
  forgetPorts(): void {
    this.#ports = undefined;
  }

  /** Drops the connection and makes a new one, with the settings as they are now. */
  async replace(): Promise<void> {
    this.#connection.value = undefined;
    await this.start();
  }

  /** Ends the collector where it runs and starts it, with the settings as they are now. */
  async restart(): Promise<void> {
    if (this.status.kind === 'ready') await this.api.stop();
    this.#connection.value = undefined;
    await this.#current().connect();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #current(): CollectorConnection {
    const known = this.#connection.value;
    if (known !== undefined) return known;
    const made = this.#create(this.#ports);
    made.onDidChange((change) => this.#changes.fire(change));
    made.onDidChangeState((state) => this.#stateChanged(state));
    this.#connection.value = made;
    return made;
  }

  #stateChanged(state: CollectorStatus): void {
    this.#states.fire(state);
    if (state.kind === 'ready') this.#reconnects.fire();
  }

  #makeApi(): CollectorApi {
    const api = (): CollectorApi => this.#current().api;
    return {
      health: () => api().health(),
      ping: () => api().ping(),
      configure: (settings) => api().configure(settings),
      startRun: (run) => api().startRun(run),
      endRun: (run) => api().endRun(run),
      runs: () => api().runs(),
      setPinned: (pin) => api().setPinned(pin),
      exemplars: (query) => api().exemplars(query),
      traces: (query) => api().traces(query),
      trace: (query) => api().trace(query),
      span: (query) => api().span(query),
      attributes: (query) => api().attributes(query),
      attributeKeys: (query) => api().attributeKeys(query),
      logs: (query) => api().logs(query),
      backLinks: (query) => api().backLinks(query),
      serviceGraph: (query) => api().serviceGraph(query),
      comparable: (query) => api().comparable(query),
      sites: (query) => api().sites(query),
      relatives: (query) => api().relatives(query),
      siteSpans: (query) => api().siteSpans(query),
      export: (query) => api().export(query),
      import: (file) => api().import(file),
      setPaused: (state) => api().setPaused(state),
      clear: () => api().clear(),
      stop: () => api().stop(),
    };
  }
}
