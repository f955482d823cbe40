import {
  type DialectOptions,
  formatDialect,
  mariadb,
  mysql,
  plsql,
  postgresql,
  sql,
  sqlite,
  transactsql,
} from 'sql-formatter';

/** Longer or deeper statements would hold up the page: the parser takes about 10 µs for each character. */
const mostCharacters = 10_000;
const mostBrackets = 1000;

/** `db.system.name`, and `db.system` as it was before (semantic conventions, "Database client spans"). */
const dialects: Readonly<Record<string, DialectOptions>> = {
  postgresql,
  cockroachdb: postgresql,
  mysql,
  mariadb,
  sqlite,
  'microsoft.sql_server': transactsql,
  mssql: transactsql,
  'oracle.db': plsql,
  oracle: plsql,
};

/** Values are placeholders in most statements: those of drivers, and `?` where an agent took them out. */
const paramTypes = {
  positional: true,
  numbered: ['?', ':', '$'],
  named: [':', '@', '$'],
  custom: [{ regex: '%s' }, { regex: String.raw`%\(\w+\)s` }],
} as const;

/**
 * A statement in lines, with nothing but its blanks changed; `undefined` where the library cannot read it, which
 * happens to those that were cut.
 */
export function formatSql(text: string, system: string): string | undefined {
  if (text.length > mostCharacters || text.split('(').length > mostBrackets) return undefined;
  const known = Object.hasOwn(dialects, system) ? dialects[system] : undefined;
  const tries = known === undefined || known === sql ? [sql] : [known, sql];
  for (const dialect of tries) {
    const formatted = formatAs(dialect, text);
    if (formatted !== undefined) return formatted;
  }
  return undefined;
}

function formatAs(dialect: DialectOptions, text: string): string | undefined {
  try {
    const types = { ...paramTypes, numbered: [...paramTypes.numbered], named: [...paramTypes.named] };
    const formatted = formatDialect(text, {
      dialect,
      tabWidth: 2,
      expressionWidth: 40,
      paramTypes: { ...types, custom: [...paramTypes.custom] },
    });
    return withoutBlanks(formatted) === withoutBlanks(text) ? formatted : undefined;
  } catch {
    // The library throws for whatever its grammar does not know; the statement is then shown as it was sent.
    return undefined;
  }
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
