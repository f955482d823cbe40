import { expect, test } from 'vitest';
import type { StackFrame } from '../../../../src/shared/spanProtocol.ts';
import { stackLines } from '../../../../webview/layout/stackLines.ts';

test('frames of the workspace stand alone, those of libraries are one line', () => {
  expect(
    picture([
      ours('charge'),
      library('node_modules/express/router.js'),
      library('node_modules/express/layer.js'),
      ours('handle'),
      library('/usr/lib/python3/site-packages/flask/app.py'),
    ]),
  ).toEqual(['charge', '2 frames of node_modules', 'handle', '1 frame of site-packages']);
});

test('libraries of several places are said to be libraries', () => {
  expect(picture([library('node_modules/a.js'), library('vendor/b.go')])).toEqual(['2 frames of libraries']);
});

function picture(frames: readonly StackFrame[]): string[] {
  return stackLines(frames).map((line) => (line.kind === 'frame' ? line.frame.functionName : line.text));
}

function ours(functionName: string): StackFrame {
  return { text: functionName, functionName, label: 'a.ts:1', location: { path: '/a.ts', line: 1 } };
}

function library(text: string): StackFrame {
  return { text, functionName: '', label: text, location: undefined };
}
