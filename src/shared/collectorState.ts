import type { TakenPort } from './collectorStatus.ts';

/** Name of the file in the data directory (mode 0600) that says where the running collector is. */
export const collectorStateFile = 'collector.json';

/** What the state file holds. Reachability decides whether it is true, never the pid. */
export interface CollectorState {
  readonly protocol: number;
  readonly version: string;
  readonly pid: number;
  /** Path of the private Unix socket, or name of the pipe. */
  readonly socket: string;
  /** Secret of the handshake; never logged, never passed on a command line. */
  readonly token: string;
  readonly grpc: string;
  readonly http: string;
}

/** The collector's first line on stdout, once it serves. */
export interface ReadyLine {
  readonly ready: true;
  readonly pid: number;
  /** `127.0.0.1:4317`. */
  readonly grpc: string;
  readonly http: string;
  readonly socket: string;
  readonly data: string;
  readonly version: string;
}

/** The only line on stdout of a collector that could not begin to serve. */
export interface FailedLine {
  readonly ready: false;
  /** The sentence that is on stderr as well. */
  readonly reason: string;
  readonly taken?: TakenPort;
}
