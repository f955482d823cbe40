import { type Browser, chromium } from 'playwright-core';
import { chromiumSentence, findChromium } from './chromium.mjs';

/** The system's Chromium, headless; `SHOW=1` in the environment shows it. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(chromiumSentence);
  return await chromium.launch({
    executablePath,
    headless: process.env['SHOW'] === undefined,
    // Signals are for whoever started this, who then closes the browser.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
