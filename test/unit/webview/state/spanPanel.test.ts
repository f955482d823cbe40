import { expect, test, vi } from 'vitest';
import type { SpanView } from '../../../../src/shared/spanProtocol.ts';
import { type SpanHost, SpanPanel } from '../../../../webview/state/spanPanel.ts';
import { SqlTexts } from '../../../../webview/state/sqlTexts.ts';
import { plainTheme } from './plainTheme.ts';

test('while an answer is awaited no more is asked, then the latest once', async () => {
  const { panel, asked, answer } = scene();
  const first = panel.refresh();
  for (let k = 0; k < 5; k++) void panel.refresh();
  expect(asked).toEqual(['current']);
  await answer(spanOf('01'));
  await vi.waitFor(() => expect(asked).toEqual(['current', 'current']));
  await answer(spanOf('06'));
  await first;
  expect(shown(panel)).toBe('06');
});

test('a failure is shown, and the next answer takes its place', async () => {
  const { panel, answer } = scene();
  const failed = panel.refresh();
  await answer(new Error('no collector'));
  await failed;
  expect(panel.phase.value).toEqual({ kind: 'failed', message: 'no collector' });
  const there = panel.refresh();
  await answer(spanOf('01'));
  await there;
  expect(shown(panel)).toBe('01');
});

test('logs and links are asked for once the selection rests', async () => {
  vi.useFakeTimers();
  try {
    const { panel, asked, answer } = scene();
    for (const id of ['01', '02', '03']) {
      const turn = panel.refresh();
      await answer(spanOf(id));
      await turn;
      vi.advanceTimersByTime(50);
    }
    expect(asked).toEqual(['current', 'current', 'current']);
    vi.advanceTimersByTime(100);
    expect(asked.slice(3)).toEqual(['logs', 'exemplars', 'backLinks']);
    await vi.waitFor(() => expect(panel.companions.logs.value.kind).toBe('there'));
  } finally {
    vi.useRealTimers();
  }
});

test('sections and how values are shown survive a reload; what another version kept does no harm', () => {
  const kept: unknown[] = [undefined];
  const { panel } = scene(kept);
  panel.setOpen('http', false);
  panel.toggleAsSent();
  const again = scene(kept).panel;
  expect([again.isOpen('http', true), again.isOpen('db', true), again.asSent.value]).toEqual([
    false,
    true,
    true,
  ]);
  for (const state of [null, 7, { open: 'all' }]) {
    expect(scene([state]).panel.isOpen('http', true)).toBe(true);
  }
});

test('a statement is there when the formatter has come, and is formatted once', async () => {
  let calls = 0;
  const sql = new SqlTexts(async () => ({
    formatSql: (text, system) => {
      calls++;
      return `${system}: ${text}`;
    },
  }));
  expect(sql.formatted('SELECT 1', 'mysql')).toBeUndefined();
  await vi.waitFor(() => expect(sql.formatted('SELECT 1', 'mysql')).toBe('mysql: SELECT 1'));
  expect(sql.formatted('SELECT 1', 'mysql')).toBe('mysql: SELECT 1');
  expect(calls).toBe(1);
});

function scene(kept: unknown[] = [undefined]) {
  const asked: string[] = [];
  let settle: (answer: SpanView | Error) => void = () => undefined;
  const remote = {
    current: () => {
      asked.push('current');
      return new Promise<SpanView>((resolve, reject) => {
        settle = (answer) => (answer instanceof Error ? reject(answer) : resolve(answer));
      });
    },
    logs: async () => {
      asked.push('logs');
      return { records: [], complete: true };
    },
    exemplars: async () => {
      asked.push('exemplars');
      return { exemplars: [], total: 0 };
    },
    backLinks: async () => {
      asked.push('backLinks');
      return [];
    },
  };
  const state = {
    get: () => kept[0],
    set: (value: unknown) => {
      kept[0] = value;
    },
  };
  const host = { rpc: { remote, on: () => undefined }, state } as unknown as SpanHost;
  const panel = new SpanPanel(host, plainTheme, new SqlTexts(() => Promise.reject(new Error('not here'))));
  return { panel, asked, answer: async (span: SpanView | Error) => settle(span) };
}

function spanOf(spanId: string): SpanView {
  return { detail: { traceId: '00', spanId } } as unknown as SpanView;
}

function shown({ phase }: SpanPanel): string {
  return phase.value.kind === 'span' ? phase.value.span.detail.spanId : phase.value.kind;
}
