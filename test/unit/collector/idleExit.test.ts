import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IdleExit } from '../../../src/collector/idleExit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a minute after the last client', () => {
  const life = lifeOf({ clients: 1 });
  life.pass(600);
  life.set({ clients: 0 });
  life.pass(59.9);
  expect(life.ended).toBe(0);
  life.pass(0.1);
  expect(life.ended).toBe(1);
});

test('a minute after the start where no client ever came', () => {
  const life = lifeOf({});
  life.pass(60);
  expect(life.ended).toBe(1);
});

test('a client that comes in time begins the minute anew when it goes', () => {
  const life = lifeOf({});
  life.pass(59);
  life.set({ clients: 1 });
  life.pass(10);
  life.set({ clients: 0 });
  life.pass(59);
  expect(life.ended).toBe(0);
  life.pass(1);
  expect(life.ended).toBe(1);
});

test('the wish to stay may come and go while it runs', () => {
  const life = lifeOf({ keepsRunning: true });
  life.pass(600);
  life.set({ keepsRunning: false });
  life.pass(30);
  life.set({ keepsRunning: true });
  life.pass(600);
  expect(life.ended).toBe(0);
  life.set({ keepsRunning: false });
  life.pass(60);
  expect(life.ended).toBe(1);
});

test('what is still to be forwarded keeps it until it is sent', () => {
  const life = lifeOf({ hasUnsent: true });
  life.pass(90);
  expect(life.ended).toBe(0);
  life.set({ hasUnsent: false });
  life.pass(1);
  expect(life.ended).toBe(1);
});

test('a back end that is dead keeps it for one more minute', () => {
  const life = lifeOf({ hasUnsent: true });
  life.pass(119);
  expect(life.ended).toBe(0);
  life.pass(1);
  expect(life.ended).toBe(1);
});

test('a client that comes while something is being sent keeps it', () => {
  const life = lifeOf({ hasUnsent: true });
  life.pass(70);
  life.set({ clients: 1, hasUnsent: false });
  life.pass(600);
  expect(life.ended).toBe(0);
});

test('nothing happens after its end', () => {
  const life = lifeOf({});
  life.exit.dispose();
  life.pass(600);
  expect(life.ended).toBe(0);
});

interface Signs {
  readonly clients?: number;
  readonly keepsRunning?: boolean;
  readonly hasUnsent?: boolean;
}

function lifeOf(first: Signs) {
  let now = { clients: 0, keepsRunning: false, hasUnsent: false, ...first };
  let ended = 0;
  const exit = new IdleExit(
    { clients: () => now.clients, keepsRunning: () => now.keepsRunning, hasUnsent: () => now.hasUnsent },
    () => {
      ended++;
    },
  );
  return {
    exit,
    get ended() {
      return ended;
    },
    set: (signs: Signs) => {
      now = { ...now, ...signs };
      exit.update();
    },
    pass: (seconds: number) => vi.advanceTimersByTime(seconds * 1000),
  };
}
