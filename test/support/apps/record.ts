import { parseArgs } from 'node:util';
import { endOnSignal } from '../endOnSignal.ts';
import { installApp } from './appInstall.ts';
import { missingRuntime } from './appRuntimes.ts';
import { type AppSpec, type Mode, modesOf, readApps } from './appSpec.ts';
import { tableOfRun } from './appTable.ts';
import { writeRecording } from './recording.ts';
import { countsText, truthTable } from './truthTable.ts';
import { countOwn, faultsOf } from './verdicts.ts';

endOnSignal();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Runs and prints only. */
    'dry-run': { type: 'boolean', default: false },
    mode: { type: 'string' },
  },
});
const apps = readApps().filter(({ name }) => positionals.length === 0 || positionals.includes(name));
for (const app of apps) await recordApp(app);

async function recordApp(app: AppSpec): Promise<void> {
  const obstacle = await missingRuntime(app);
  if (obstacle !== undefined) return console.log(`${app.name}: skipped. ${obstacle}`);
  await installApp(app);
  for (const mode of modesOf(app)) {
    if (values.mode === undefined || values.mode === mode) await recordRun(app, mode);
  }
}

async function recordRun(app: AppSpec, mode: Mode): Promise<void> {
  const { judgement, sent } = await tableOfRun(app, mode);
  if (!values['dry-run']) await writeRecording(app, mode, sent);
  console.log(`\n${app.name}, ${mode}: ${countsText(countOwn(judgement.judged))}\n${truthTable(judgement)}`);
  for (const fault of faultsOf(judgement)) console.log(fault);
}
