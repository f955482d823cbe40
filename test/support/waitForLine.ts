import type { ChildProcess } from 'node:child_process';

/**
 * Resolves with the first group of the first match in what a process says; rejects, with what it said, when it ends
 * before or `patience` milliseconds have passed.
 */
export function waitForLine(
  child: ChildProcess,
  pattern: RegExp,
  name: string,
  patience = 60_000,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => fail(`was not ready after ${patience / 1000} s`), patience);
    const fail = (what: string) => {
      leave();
      reject(new Error(`${name} ${what}. It said:\n${said.slice(-4000)}`));
    };
    const onData = (chunk: unknown) => {
      said += String(chunk);
      const match = pattern.exec(said);
      if (match === null) return;
      leave();
      resolve(match[1] ?? match[0]);
    };
    const onExit = (code: number | null) => fail(`ended with code ${code}`);
    const onError = (error: Error) => fail(`could not be started: ${error.message}`);
    const leave = () => {
      clearTimeout(timer);
      child.stdout?.off('data', onData);
      child.stderr?.off('data', onData);
      child.off('exit', onExit);
      child.off('error', onError);
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
    child.on('exit', onExit);
    child.on('error', onError);
  });
}
