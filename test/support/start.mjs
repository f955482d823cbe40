// `npm start`: from a fresh clone to VS Code in the browser with the extension and the sample running.
import { build, ensureNode, ensurePackages, ensureShopPackages, ensureVSCodeServer } from './installs.mjs';
import { runUnderNode24 } from './runUnderNode24.mjs';
import { runMain } from './stepError.mjs';

const desktop = process.argv.includes('--desktop');

await runMain(async () => {
  await ensureNode();
  await ensurePackages();
  await ensureShopPackages();
  if (!desktop) await ensureVSCodeServer();
  await build();
  await runUnderNode24('start.ts', process.argv.slice(2));
});
