// `npm run bench:peers`: measures the collector beside others that take spans. `-- --rounds 5 --only "large http"`.
import { ensureNode, ensurePackages, environment } from './installs.mjs';
import { node24, root } from './paths.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';
import { runUnderNode24 } from './runUnderNode24.mjs';
import { runMain, StepError } from './stepError.mjs';

// Node says at each start what it thinks of running TypeScript as it is.
process.env['NODE_OPTIONS'] = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';

await runMain(async () => {
  if (process.platform !== 'linux')
    throw new StepError('It reads what processes use from /proc, which only Linux has.');
  await ensurePackages();
  await ensureNode();
  // As it is released.
  await step('Building', () =>
    run(node24, ['esbuild.mjs', '--production'], {
      cwd: root,
      env: environment(),
      failure: 'The build failed.',
    }),
  );
  await runUnderNode24('../bench/peersBench.ts', process.argv.slice(2));
});
