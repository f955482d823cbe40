import { NodeCapture } from './nodeCapture.ts';

// The bundle is loaded with `--require` before the program, in each of its threads, and once even where
// several environments ask for it.
const loadedKey = Symbol.for('spanline.capture');

try {
  if (!Object.hasOwn(globalThis, loadedKey)) {
    Object.defineProperty(globalThis, loadedKey, { value: true });
    new NodeCapture(process.env).start();
  }
} catch {
  // There is no span yet to tell of it, and the program must start as it would without the hook.
}
