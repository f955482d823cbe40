import { expect, test } from 'vitest';
import { isWorthParsing } from '../../../../src/source/syntax/worthParsing.ts';

test('statements of SQL, whatever stands before them', () => {
  const worth = (text: string) => isWorthParsing('/w/a.rb', text, /never/);
  expect({
    quoted: worth('x("SELECT 1")'),
    'Ruby, over lines': worth('find(<<~SQL)\n  SELECT a FROM b\nSQL'),
    'PHP, over lines': worth("$a = <<<'SQL'\n  insert into a\nSQL;"),
    'no statement': worth('find(<<~TEXT)\n  Select one of many\nTEXT'),
    'a shift': worth('1 << bits\nSELECTED '),
  }).toMatchInlineSnapshot(`
    {
      "PHP, over lines": true,
      "Ruby, over lines": true,
      "a shift": false,
      "no statement": false,
      "quoted": true,
    }
  `);
});
