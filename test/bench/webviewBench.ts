import { parseArgs } from 'node:util';
import { BenchWindow } from './webview/benchWindow.ts';
import { scriptPerFrame } from './webview/browserTracing.ts';
import { sendShape } from './webview/sendShape.ts';
import { makeShape, type ShapeName, shapeNames } from './webview/shapes.ts';
import { median, type UseTimes, useWaterfall } from './webview/useWaterfall.ts';

const opens = 3;
const opensOfMillion = 1;

/** Milliseconds. */
const budgets = { open: 250, openMillion: 2500, frame: 8, folding: 5, find: 50 };

interface Measured extends UseTimes {
  readonly shape: ShapeName;
  /** From the click to the painted rows where no waterfall was open, and in the tab that shows another trace. */
  readonly open: number;
  readonly openInTab: number;
  /** CPU time of script for opening in the tab, the window's own included: what other programs take is not in it. */
  readonly openScript: number;
}

/** Prints one table: how long the waterfall takes in a real VS Code window, with the budgets and what misses them. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const chosen = shapeNames.filter((name) => values.only?.includes(name) ?? true);
  if (chosen.length === 0) throw new Error(`There are these shapes: ${shapeNames.join(', ')}.`);
  const bench = await BenchWindow.open();
  try {
    const collector = await bench.collector();
    await bench.window.openSideBar('Spanline');
    await sendShape(collector, makeShape('tiny'));
    const empty = await repeated(opens, bench, () => bench.openEmpty());
    const tiny = await repeated(opens, bench, () => bench.openTrace('tiny'));
    const measured: Measured[] = [];
    for (const name of chosen) {
      process.stderr.write(`${name} …\n`);
      await sendShape(collector, makeShape(name));
      measured.push(await measure(bench, name));
    }
    process.stdout.write(report(measured, empty, tiny));
  } finally {
    await bench.close();
  }
}

async function measure(bench: BenchWindow, shape: ShapeName): Promise<Measured> {
  const rounds = shape === 'million' ? opensOfMillion : opens;
  const open = await repeated(rounds, bench, () => bench.openTrace(shape));
  const again: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await bench.openTrace('tiny');
    again.push(await bench.openTrace(shape));
  }
  await bench.openTrace('tiny');
  const frames = await scriptPerFrame(bench.session, async () => void (await bench.openTrace(shape)));
  const openScript = frames.reduce((sum, millis) => sum + millis, 0);
  const times = await useWaterfall(bench);
  await bench.closeTabs();
  return { shape, open, openInTab: median(again), openScript, ...times };
}

async function repeated(rounds: number, bench: BenchWindow, open: () => Promise<number>): Promise<number> {
  const millis: number[] = [];
  for (let round = 0; round < rounds; round++) {
    millis.push(await open());
    await bench.closeTabs();
  }
  return median(millis);
}

function report(measured: readonly Measured[], empty: number, tiny: number): string {
  const heads = [
    'shape',
    'open',
    'in tab',
    'script',
    'scroll p95',
    'zoom p95',
    'drag p95',
    'collapse',
    'expand',
    'find',
  ];
  const rows = measured.map((row) => {
    const isMillion = row.shape === 'million';
    const open = isMillion ? budgets.openMillion : budgets.open;
    return [
      row.shape,
      cell(row.open, open),
      cell(row.openInTab, open),
      cell(row.openScript, undefined),
      cell(row.scroll, budgets.frame),
      cell(row.zoom, budgets.frame),
      cell(row.drag, budgets.frame),
      cell(row.collapse, isMillion ? undefined : budgets.folding),
      cell(row.expand, isMillion ? undefined : budgets.folding),
      cell(row.find, isMillion ? undefined : budgets.find),
    ];
  });
  const budgetRow = ['budget', '250', '250', '', '8', '8', '8', '5', '5', '50'];
  const lines = [heads, budgetRow, ...rows];
  const widths = heads.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return [
    'Milliseconds. Opening: from the click to the painted rows, in a new tab and in the one that is there;',
    'the rest: CPU time of script. ! misses its budget.',
    ...lines.map((line) =>
      line
        .map((text, i) => aligned(text, widths[i] ?? 0, i))
        .join('  ')
        .trimEnd(),
    ),
    `A million spans have ${budgets.openMillion} to open.`,
    `Beside it: an empty webview opens in ${empty.toFixed(0)}, a trace of ten spans in ${tiny.toFixed(0)}.`,
    '',
  ].join('\n');
}

function cell(millis: number, budget: number | undefined): string {
  const text = millis >= 100 ? millis.toFixed(0) : millis.toFixed(1);
  return budget !== undefined && millis > budget ? `${text} !` : `${text}  `;
}

function aligned(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}

await main();
