import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { installApp } from '../support/apps/appInstall.ts';
import { AppRun } from '../support/apps/appRun.ts';
import { missingRuntime } from '../support/apps/appRuntimes.ts';
import { type AppSpec, appsFolder, readApps } from '../support/apps/appSpec.ts';
import { namedApps } from '../support/apps/appSuite.ts';
import { exporterPicture } from '../support/peers/exporterPicture.ts';
import { describePeer, isAskedFor } from '../support/peers/peerObstacle.ts';
import { Spanline } from '../support/peers/spanline.ts';

/** What each language's exporters can do; all of them compress with gzip or not at all. */
const protocols: Readonly<Record<string, readonly string[]>> = {
  node: ['grpc', 'http/protobuf', 'http/json'],
  python: ['grpc', 'http/protobuf'],
  go: ['grpc', 'http/protobuf'],
  java: ['grpc', 'http/protobuf'],
  rust: ['grpc', 'http/protobuf', 'http/json'],
};

/** SDKs that give measurements the span in which they were taken. */
const withExemplars: readonly string[] = ['python', 'go', 'java'];
/** What the SDK calls its language where that is not our word for it. */
const sdkNames: Readonly<Record<string, string>> = { node: 'nodejs' };
const quick: readonly string[] = ['node', 'python'];

const apps = readApps(join(appsFolder, 'exporters')).map((app) => ({
  ...app,
  name: `exporters-${app.language}`,
}));
const obstacles = new Map(await Promise.all(apps.map(async (app) => [app, await obstacleTo(app)] as const)));

async function obstacleTo(app: AppSpec): Promise<string | undefined> {
  if (namedApps.size > 0 && !namedApps.has('exporters')) return 'It was not named.';
  if (!isAskedFor('exporters') && !quick.includes(app.language)) {
    return 'npm run test:apps -- exporters runs it.';
  }
  return await missingRuntime(app);
}

for (const app of apps) {
  describePeer(`Official exporters, ${app.language}`, obstacles.get(app), () => {
    let spanline: Spanline;
    let built = false;

    beforeAll(async () => {
      await installApp(app);
      spanline = await Spanline.start();
    });
    afterAll(() => spanline?.stop());

    describe.each(protocols[app.language] ?? [])('%s', (protocol) => {
      test.each(['none', 'gzip'])('compression %s', async (compression) => {
        await spanline.api.clear();
        await run(protocol, compression);
        await untilPictured();
      });

      // The exporter of Node gives up where gRPC says UNAVAILABLE, whatever else the answer says.
      const givesUp = app.language === 'node' && protocol === 'grpc';
      test.skipIf(givesUp)('what is refused while paused is sent again', async () => {
        await spanline.api.clear();
        await spanline.api.setPaused({ paused: true });
        const before = await refusedRequests();
        await Promise.all([run(protocol, 'none'), goOnAfter(before)]);
        await untilPictured();
      });
    });

    async function untilPictured(): Promise<void> {
      await vi.waitFor(
        async () => expect(await exporterPicture(spanline.api)).toBe(pictureOf(app.language)),
        5000,
      );
    }

    /** Whatever happens, so that the next test is not paused. */
    async function goOnAfter(refusals: number): Promise<void> {
      try {
        await vi.waitFor(async () => expect(await refusedRequests()).toBeGreaterThan(refusals), 60_000);
      } finally {
        await spanline.api.setPaused({ paused: false });
      }
    }

    async function refusedRequests(): Promise<number> {
      return (await spanline.api.health()).refusedRequests;
    }

    async function run(protocol: string, compression: string): Promise<void> {
      const env = { ...app.env, ...variables(protocol, compression) };
      const endpoint = protocol === 'grpc' ? spanline.grpc : spanline.http;
      const build = built ? [] : app.build;
      const program = await AppRun.start({ ...app, build, env }, 'plain', `http://${endpoint}`);
      built = true;
      try {
        await program.drive();
      } finally {
        await program.stop();
      }
    }
  });
}

function variables(protocol: string, compression: string): Readonly<Record<string, string>> {
  return {
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    // Some know no word for none.
    ...(compression === 'none' ? {} : { OTEL_EXPORTER_OTLP_COMPRESSION: compression }),
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
  };
}

/** The same for all languages but for the SDK's name, and for exemplars where it has none. */
function pictureOf(language: string): string {
  const lines = `
service.name = string "exporters", telemetry.sdk.language = string "${sdkNames[language] ?? language}"
GET /orders/:id (server, ok) by exporters 1.0
  empty = string ""
  flags = array [bool true, bool false]
  half = double "0.5"
  halves = array [double "0.5", double "-1.5"]
  negative = int "-7"
  text = string "tea ☕"
  texts = array [string "a", string "b"]
  whole = int "42"
  wholes = array [int "1", int "2"]
  yes = bool true
  SELECT orders (client, error "out of tea") by exporters 1.0
    event cache miss: key = string "order-7"
    event exception: exception.message = string "no tea left", exception.type = string "OutOfTea"
    log 13 WARN "stock is low": sku = string "mug"
    exemplar stock.checks 3.5 {check}: sku=mug
  publish (producer, unset) by exporters 1.0
    link to SELECT orders: reason = string "follows"`;
  const shown = lines
    .split('\n')
    .filter((line) => withExemplars.includes(language) || !/^ +exemplar/.test(line));
  return shown.slice(1).join('\n');
}
