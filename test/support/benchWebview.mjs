// `npm run bench:webview`: measures the waterfall in a real VS Code window in Chromium. `-- --only chain` opens the named shapes.
import { chromiumSentence, ensureChromium } from './chromium.mjs';
import { ensureNode, ensurePackages, ensureVSCodeServer, environment } from './installs.mjs';
import { node24, root } from './paths.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';
import { runUnderNode24 } from './runUnderNode24.mjs';
import { runMain, StepError } from './stepError.mjs';

// Node says at each start what it thinks of running TypeScript as it is.
process.env['NODE_OPTIONS'] = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';

await runMain(async () => {
  await ensureNode();
  await ensurePackages();
  await ensureVSCodeServer();
  if (!(await ensureChromium())) throw new StepError(chromiumSentence);
  // As it is released: what is not minified takes longer to come up.
  await step('Building', () =>
    run(node24, ['esbuild.mjs', '--production'], {
      cwd: root,
      env: environment(),
      failure: 'The build failed.',
    }),
  );
  await runUnderNode24('../bench/webviewBench.ts', process.argv.slice(2));
});
