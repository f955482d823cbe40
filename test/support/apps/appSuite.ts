import { afterAll, describe, expect, test } from 'vitest';
import { type AppSpec, type Mode, modes, modesOf, readApps } from './appSpec.ts';
import { countsText, truthTable } from './truthTable.ts';
import { addCounts, type Counts, countOwn, faultsOf, type Judgement, totalOf } from './verdicts.ts';

/** Least part of the user's own sites that must be right, over all apps. */
const needed: Readonly<Record<Mode, number>> = { plain: 0.88, captured: 0.97 };

/** Tests with programs of other people, which can be named as apps can. */
export const peerNames = ['collector', 'zipkin', 'exporters'] as const;

/** Apps and peers that `npm run test:apps -- NAME…` names; all without. */
export const namedApps: ReadonlySet<string> = new Set(words(process.env['SPANLINE_APP_NAMES']));

export function chosenApps(): readonly AppSpec[] {
  const apps = readApps();
  const names = new Set([...apps.map(({ name }) => name), ...peerNames]);
  const unknown = [...namedApps].filter((name) => !names.has(name));
  if (unknown.length > 0) throw new Error(`There is no app ${unknown.join(', ')} in test/apps.`);
  return apps.filter(({ name }) => namedApps.size === 0 || namedApps.has(name));
}

/** Judges each app in each mode, prints its table, and in the end the totals over all, which must suffice. */
export function describeApps(
  title: string,
  apps: readonly AppSpec[],
  judgementOf: (app: AppSpec, mode: Mode) => Promise<Judgement>,
): void {
  const counts = new Map<string, Counts>();
  describe(title, () => {
    for (const app of apps) {
      for (const mode of modesOf(app)) {
        test(`${app.name}, ${mode}`, async () => {
          const judgement = await judgementOf(app, mode);
          const own = countOwn(judgement.judged);
          counts.set(`${mode} ${app.name}`, own);
          console.log(`${app.name}, ${mode}: ${countsText(own)}\n${truthTable(judgement)}`);
          expect(faultsOf(judgement)).toEqual([]);
        });
      }
    }
    for (const mode of modes) {
      test.runIf(namedApps.size === 0 && apps.length > 0)(`all apps, ${mode}`, () => {
        const total = addCounts(ofMode(counts, mode).map(([, one]) => one));
        expect(total.right / totalOf(total)).toBeGreaterThanOrEqual(needed[mode]);
      });
    }
    afterAll(() => console.log(summary(title, counts)));
  });
}

function summary(title: string, counts: ReadonlyMap<string, Counts>): string {
  const lines = modes.flatMap((mode) => {
    const some = ofMode(counts, mode);
    if (some.length === 0) return [];
    const total = countsText(addCounts(some.map(([, one]) => one)));
    return [`${title}, ${mode}: ${total}`, ...some.map(([name, one]) => `  ${name}: ${countsText(one)}`)];
  });
  return lines.join('\n');
}

function ofMode(counts: ReadonlyMap<string, Counts>, mode: Mode): (readonly [string, Counts])[] {
  return [...counts].flatMap(([name, one]) =>
    name.startsWith(`${mode} `) ? [[name.slice(mode.length + 1), one] as const] : [],
  );
}

function words(text = ''): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}
