/** Something a person has to mend: the message is a sentence that says how. */
export class StepError extends Error {
  /** @override */
  name = 'StepError';
}

/**
 * Runs a program of this folder; ends it with a sentence instead of a stack where one is there to be read.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof StepError ? `\n${error.message}` : error);
    process.exit(1);
  }
}
