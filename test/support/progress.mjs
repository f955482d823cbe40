/** When the command began, also for the programs that it runs. */
export const startedVariable = 'SPANLINE_STARTED';
export const startedMillis = Number(process.env[startedVariable] ?? Date.now());

/**
 * Says what goes on, and when it is done how long it took. On a terminal the second line replaces the first.
 * @template T
 * @param {string} title such as `Installing the packages`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = performance.now();
  const terminal = process.stdout.isTTY === true;
  process.stdout.write(`${clock()}  ${title} …${terminal ? '' : '\n'}`);
  try {
    const result = await work();
    process.stdout.write(
      `${terminal ? '\r\u001b[2K' : ''}${clock()}  ${title}: ${seconds(performance.now() - start)}\n`,
    );
    return result;
  } catch (error) {
    process.stdout.write(`${terminal ? '\r\u001b[2K' : ''}${clock()}  ${title}: failed\n`);
    throw error;
  }
}

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${clock()}  ${text}\n`);
}

function clock() {
  return seconds(Date.now() - startedMillis).padStart(8);
}

/** @param {number} millis */
function seconds(millis) {
  return `${(millis / 1000).toFixed(1)} s`;
}
