/**
 * Runs a task again and again, but never twice at once: calls during a run share one more run after it. Every
 * call's promise settles with the run that began after the call.
 */
export function coalesce(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    const run = task().finally(() => {
      if (running === run) running = undefined;
    });
    running = run;
    return run;
  };
  return () => {
    if (running === undefined) return start();
    const again = (): Promise<void> => {
      next = undefined;
      return start();
    };
    // The run before may have failed; whoever waited for it was told, and this one is another.
    next ??= running.then(again, again);
    return next;
  };
}
