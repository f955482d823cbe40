import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { collectorNode } from './cli/collectorNode.ts';
import type { CommandName } from './cli/commandTable.ts';
import { launchFrom } from './cli/launchFrom.ts';
import { outputOf } from './cli/output.ts';
import { type Invocation, parseArguments } from './cli/parseArguments.ts';
import type { Resolver, ResolverInputs } from './cli/placeSites.ts';
import { programName } from './cli/programName.ts';
import { runCommand } from './cli/runCommand.ts';
import { usage } from './cli/usage.ts';
import { UsageError } from './cli/usageError.ts';
import { CollectorClient } from './client/collectorClient.ts';
import { messageOf } from './shared/assert.ts';
import { defaultDataDirectory } from './shared/defaultDataDirectory.ts';
import { UserError } from './shared/userError.ts';

/** The bundles and what they load lie beside each other. */
const bundles = __dirname;
const program = programName(process.argv[1] ?? 'spanline', process.cwd());
const defaultData = defaultDataDirectory(process.platform, process.env, homedir());

/** Commands about the collector that runs: one that was started for them would say nothing. */
const onlyLooking: ReadonlySet<CommandName> = new Set(['health', 'forwards', 'stop']);

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

main(process.argv.slice(2)).catch((error: unknown) => {
  process.exitCode = error instanceof UsageError ? 2 : 1;
  process.stderr.write(`${errorText(error)}\n`);
});

async function main(words: readonly string[]): Promise<void> {
  const parsed = parseArguments(words);
  const out = outputOf(process.stdout, process.env);
  if (parsed.kind === 'help') return await out.write(usage(parsed.command, { program, defaultData }));
  const client = createClient(parsed.invocation);
  try {
    const context = { api: client.api, out, invocation: parsed.invocation, program };
    const data = dataDirectoryOf(parsed.invocation);
    const directories = { captureDirectory: join(bundles, 'capture'), cacheDirectory: join(data, 'go') };
    await runCommand(context, createResolver, launchFrom(directories));
  } finally {
    client.dispose();
  }
}

function dataDirectoryOf({ data }: Invocation): string {
  return data === undefined ? defaultData : resolve(data);
}

function createClient(invocation: Invocation): CollectorClient {
  const { command, grpcPort, httpPort } = invocation;
  const mayStart = !onlyLooking.has(command);
  const nodePath = mayStart
    ? collectorNode({ version: process.versions.node, env: process.env, bundles })
    : undefined;
  return new CollectorClient({
    dataDirectory: dataDirectoryOf(invocation),
    collectorPath: join(bundles, 'collector.js'),
    ...(nodePath === undefined ? {} : { nodePath }),
    ...(grpcPort === undefined ? {} : { grpcPort }),
    ...(httpPort === undefined ? {} : { httpPort }),
    name: 'cli',
    mayStart,
  });
}

/** Loaded only where lines are asked for: parsers are large. */
async function createResolver(folder: string, { relatives, maps }: ResolverInputs): Promise<Resolver> {
  const source = await import('./source/createResolver.ts');
  const mapped = Object.entries(maps).map(([from, to]) => [from, to.map((one) => resolve(one))] as const);
  return source.createResolver({
    folders: [folder],
    wasmDirectory: join(bundles, 'wasm'),
    relatives: relatives.of.bind(relatives),
    paths: { mappings: { '': Object.fromEntries(mapped) } },
  });
}

function errorText(error: unknown): string {
  if (error instanceof UsageError) return `${error.message} See: ${program} --help`;
  if (error instanceof UserError) return error.message;
  return `Spanline failed, which is a fault of its own: ${error instanceof Error ? error.stack : messageOf(error)}`;
}
