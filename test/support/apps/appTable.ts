import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CollectorProcess } from '../collectorProcess.ts';
import { AppRun } from './appRun.ts';
import type { AppSpec, Mode } from './appSpec.ts';
import { OtlpTee, type SentRequest } from './otlpTee.ts';
import { replay } from './recording.ts';
import { type SiteLine, sitesOf } from './sitesOf.ts';
import { isOf, parseTruth, type Truth } from './truth.ts';
import { type Judgement, judge } from './verdicts.ts';

/** Sends an app's recording to a collector of its own and judges the lines that its sites get. */
export async function tableOfReplay(app: AppSpec, mode: Mode): Promise<Judgement> {
  return await withCollector(async (collector) => {
    const sent = await replay(app, mode, collector.endpoint);
    const sites = await sitesOf(collector.ready.data, app.folder);
    const kept = spansIn(sites);
    if (kept !== sent) throw new Error(`${kept} of ${sent} spans of ${app.name} have sites.`);
    return judge(sites, await readTruth(app), mode);
  });
}

/** A run's judgement, and what the program sent in it. */
export interface LiveRun {
  readonly judgement: Judgement;
  readonly sent: readonly SentRequest[];
}

/** Runs the app itself. */
export async function tableOfRun(app: AppSpec, mode: Mode): Promise<LiveRun> {
  return await withCollector(async (collector) => {
    const tee = await OtlpTee.open(collector.endpoint);
    try {
      const run = await AppRun.start(app, mode, tee.endpoint);
      try {
        await run.drive();
        await untilSpansAreIn(app, mode, collector.ready.data);
      } finally {
        await run.stop();
      }
      return { judgement: await judgeSites(app, mode, collector.ready.data), sent: tee.sent };
    } finally {
      tee.close();
    }
  });
}

async function judgeSites(app: AppSpec, mode: Mode, data: string): Promise<Judgement> {
  return judge(await sitesOf(data, app.folder), await readTruth(app), mode);
}

async function readTruth(app: AppSpec): Promise<readonly Truth[]> {
  return parseTruth(await readFile(join(app.folder, 'truth.txt'), 'utf8'));
}

/** Until a span for each line of the table is there and no more have come for a while. */
async function untilSpansAreIn(app: AppSpec, mode: Mode, data: string): Promise<void> {
  const due = (await readTruth(app)).filter((one) => (one.mode ?? mode) === mode && !one.mayMiss);
  const end = Date.now() + 10_000;
  let before = -1;
  while (Date.now() < end) {
    const sites = await sitesOf(data);
    const spans = spansIn(sites);
    if (spans === before && due.every((truth) => sites.some((site) => isOf(truth, site, mode)))) return;
    before = spans;
    // Longer than the program keeps its spans.
    await delay(400);
  }
}

function spansIn(sites: readonly SiteLine[]): number {
  return sites.reduce((sum, { count }) => sum + count, 0);
}

async function withCollector<T>(work: (collector: CollectorProcess) => Promise<T>): Promise<T> {
  const data = await mkdtemp(join(tmpdir(), 'spanline-app-'));
  const collector = await CollectorProcess.start({ data });
  try {
    return await work(collector);
  } finally {
    await collector.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
}
