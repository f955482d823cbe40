import { expect, test } from 'vitest';
import { HeaderSecrets } from '../../../../src/collector/forward/headerSecrets.ts';

const secrets = new HeaderSecrets({
  authorization: 'Bearer abc-123-def',
  'x-team': 'blue',
  'x-key': 'honeycomb-1',
});

test.each([
  ['bad token abc-123-def here', 'bad token … here'],
  ['“Bearer abc-123-def”', '“…”'],
  ['the team blue', 'the team blue'],
  ['“bad token abc-123-d”', '“bad token …”'],
  ['bad token abc-12... of you', 'bad token …... of you'],
  ['abc-123-d and abc-123', 'abc-123-d and …'],
  ['“bad token abc-1”', '“bad token abc-1”'],
  ['api.honeycomb.io answered 400.', 'api.honeycomb.io answered 400.'],
])('%s', (said, shown) => {
  expect(secrets.strikeOut(said)).toBe(shown);
});
