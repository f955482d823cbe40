import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { step } from './progress.mjs';
import { run } from './run.mjs';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome.exe',
  'msedge.exe',
];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export const chromiumSentence =
  'There is no Chromium. Install chromium or Google Chrome, or set CHROME_PATH to the path of one.';

/** Path of a Chromium of this system: `CHROME_PATH`, or what the PATH has, or the usual places. */
export function findChromium() {
  const named = process.env['CHROME_PATH'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...places].find(isExecutable);
}

/** Installs Debian's Chromium where there is none and this may; whether there is one now. */
export async function ensureChromium() {
  if (findChromium() !== undefined) return true;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  await step('Installing Chromium', installChromium);
  return findChromium() !== undefined;
}

async function installChromium() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const failure = `${chromiumSentence} apt-get could not do it here.`;
  await run('apt-get', ['update', '-q'], { env, failure });
  const packages = ['chromium', 'fonts-dejavu-core'];
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], { env, failure });
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
