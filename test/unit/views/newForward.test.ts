import { expect, test } from 'vitest';
import { presetForward } from '../../../src/shared/forwardPresets.ts';
import { parseCollectorSettings } from '../../../src/shared/parseCollectorSettings.ts';
import { forwardChoices } from '../../../src/views/forwardChoices.ts';
import { resolveHeaders, secretsOf } from '../../../src/views/headerReferences.ts';
import { freeName, withoutSecrets } from '../../../src/views/newForward.ts';

const values: Readonly<Record<string, string>> = {
  address: 'http://localhost:14317',
  zone: 'prod-eu-west-2',
  instance: '123456',
  host: 'api.honeycomb.io',
  site: 'datadoghq.eu',
  key: 'k3y',
};

test('what is written into the settings holds no secret, and its references lead back to it', async () => {
  for (const preset of forwardChoices) {
    const whole = presetForward(preset, 'mine', values);
    const { forward, secrets } = withoutSecrets(whole);
    expect(JSON.stringify(forward)).not.toContain('k3y');
    expect([...secrets.keys()]).toEqual(secretsOf(forward));
    const lookup = { secret: async (name: string) => secrets.get(name), env: () => undefined };
    expect(await resolveHeaders([forward], lookup)).toEqual({ forwards: [whole], problems: [] });
    expect(parseCollectorSettings({ forwards: [forward] }).problems).toEqual([]);
  }
});

test('forwards of one back end have different names, and so have their secrets', () => {
  expect(freeName('jaeger', new Set())).toBe('jaeger');
  expect(freeName('jaeger', new Set(['jaeger', 'jaeger 2']))).toBe('jaeger 3');
});
