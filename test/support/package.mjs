// `npm run package`: makes the .vsix, under the pinned Node since vsce needs a newer one than may be here.
import { join } from 'node:path';
import { ensureNode, ensurePackages, environment } from './installs.mjs';
import { node24, root } from './paths.mjs';
import { step } from './progress.mjs';
import { run, runLoud } from './run.mjs';
import { runMain } from './stepError.mjs';

await runMain(async () => {
  await ensureNode();
  await ensurePackages();
  const options = { cwd: root, env: environment() };
  await step('Building for release', () =>
    run(node24, ['esbuild.mjs', '--production'], { ...options, failure: 'The build failed.' }),
  );
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  process.exitCode = await runLoud(node24, [vsce, ...args, ...process.argv.slice(2)], options);
});
