import { parseArgs } from 'node:util';
import { messageOf } from '../shared/assert.ts';

export interface ServeOptions {
  readonly data: string | undefined;
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly maxSpans: number;
  readonly maxDiskMegabytes: number;
  /** Off where they are `undefined`. */
  readonly zipkinPort: number | undefined;
  readonly jaegerThriftPort: number | undefined;
  readonly jaegerGrpcPort: number | undefined;
  /** Ends a minute after the last client has gone. */
  readonly exitsWhenIdle: boolean;
  /** Path of a JSON file of `CollectorSettings`. */
  readonly config: string | undefined;
}

/** What the command line asks for. */
export type Command =
  | { readonly type: 'serve'; readonly options: ServeOptions }
  | { readonly type: 'help' }
  /** `problem` is a sentence. */
  | { readonly type: 'wrong'; readonly problem: string };

export const usage = `Usage: collector serve [options]

Receives OpenTelemetry spans over OTLP/gRPC and OTLP/HTTP on this machine and keeps them.

  --data DIR         where the spans are kept (default: the user's data directory)
  --otlp-grpc PORT   default 4317; 0 takes any free port
  --otlp-http PORT   default 4318; 0 takes any free port
  --zipkin PORT      takes Zipkin's spans too, usually on 9411 (default: off)
  --jaeger-thrift PORT  takes Jaeger's Thrift over HTTP too, usually on 14268 (default: off)
  --jaeger-grpc PORT    takes Jaeger's gRPC too, usually on 14250 (default: off)
  --max-spans N      beyond these the oldest traces go (default 1000000)
  --max-disk MB      beyond these megabytes the oldest traces go (default 1024)
  --config FILE      more settings, as JSON: sampling, what is kept, forwards; they come before
                     the options above; \${env:NAME} in headers of forwards is replaced
  --exit-when-idle   ends a minute after the last client has gone
  --help             this text
`;

const options = {
  data: { type: 'string' },
  'otlp-grpc': { type: 'string', default: '4317' },
  'otlp-http': { type: 'string', default: '4318' },
  'max-spans': { type: 'string', default: '1000000' },
  'max-disk': { type: 'string', default: '1024' },
  zipkin: { type: 'string' },
  'jaeger-thrift': { type: 'string' },
  'jaeger-grpc': { type: 'string' },
  config: { type: 'string' },
  'exit-when-idle': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** The index numbers spans with 32 bits; this leaves room for those that are about to go. */
const mostSpans = 1_000_000_000;
const mostMegabytes = 1_000_000;

export function parseCommand(words: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    if (values.help) return { type: 'help' };
    if (positionals.length !== 1 || positionals[0] !== 'serve')
      return { type: 'wrong', problem: 'Say "serve".' };
    return {
      type: 'serve',
      options: {
        data: values.data,
        grpcPort: integer('otlp-grpc', values['otlp-grpc'], 0, 65_535),
        httpPort: integer('otlp-http', values['otlp-http'], 0, 65_535),
        maxSpans: integer('max-spans', values['max-spans'], 1, mostSpans),
        maxDiskMegabytes: integer('max-disk', values['max-disk'], 1, mostMegabytes),
        zipkinPort: port('zipkin', values.zipkin),
        jaegerThriftPort: port('jaeger-thrift', values['jaeger-thrift']),
        jaegerGrpcPort: port('jaeger-grpc', values['jaeger-grpc']),
        exitsWhenIdle: values['exit-when-idle'],
        config: values.config,
      },
    };
  } catch (error) {
    return { type: 'wrong', problem: messageOf(error) };
  }
}

function port(name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : integer(name, text, 0, 65_535);
}

function integer(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`--${name} must be a number from ${least} to ${most}, not "${text}".`);
}
