// `npm test [-- LEVEL [FILE…]]`: sets up what is missing, then runs every level, or one, or some files of one; of `apps` some
// apps by name, and with `--all` those whose languages take long.
import { chromiumSentence, ensureChromium } from './chromium.mjs';
import { build, ensureNode, ensurePackages, ensureShopPackages, ensureVSCodeServer } from './installs.mjs';
import { runUnderNode24 } from './runUnderNode24.mjs';
import { runMain, StepError } from './stepError.mjs';

const levels = ['typecheck', 'lint', 'unit', 'apps', 'vscode', 'journeys'];

await runMain(async () => {
  const [level, ...files] = process.argv.slice(2);
  if (level !== undefined && !levels.includes(level)) {
    throw new StepError(`There is no level "${level}": npm test -- [${levels.join(' | ')}] [FILE…]`);
  }
  if (level === 'apps' && files.includes('--all')) process.env['SPANLINE_APPS'] = 'all';
  const chosen = level === undefined ? levels : [level];
  await ensureNode();
  await ensurePackages();
  await ensureShopPackages();
  const obstacle = chosen.some(needsWindow) ? await ensureWindow() : undefined;
  // What does not build fails its type check as well, and that says more.
  const built = chosen.some(needsBuild) ? await triesToBuild() : true;
  const setUp = { levels: chosen, files, obstacle, built };
  await runUnderNode24('test.ts', [JSON.stringify(setUp)]);
});

/** @param {string} level */
function needsWindow(level) {
  return level === 'vscode' || level === 'journeys';
}

/** @param {string} level */
function needsBuild(level) {
  return level === 'unit' || level === 'apps' || needsWindow(level);
}

/** @returns {Promise<string | undefined>} why no window can be opened here */
async function ensureWindow() {
  try {
    await ensureVSCodeServer();
    return (await ensureChromium()) ? undefined : chromiumSentence;
  } catch (error) {
    if (error instanceof StepError) return error.message;
    throw error;
  }
}

async function triesToBuild() {
  try {
    await build();
    return true;
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    console.error(error.message);
    return false;
  }
}
