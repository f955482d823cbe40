import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

export type Row = Readonly<Record<string, string | number | null>>;

const tracer = trace.getTracer('shop/database', '0.3.0');

/** SQLite in memory, behind a network that is a little slow: each statement is a round trip and a span. */
export class Database {
  readonly #database = new DatabaseSync(':memory:');
  readonly #name: string;
  readonly #roundTripMillis: number;

  constructor(name: string, schema: string, roundTripMillis: number) {
    this.#name = name;
    this.#roundTripMillis = roundTripMillis;
    this.#database.exec(schema);
  }

  /** Runs one statement; `summary` is the short name of it, such as `SELECT orders`. */
  query(summary: string, sql: string, ...values: SQLInputValue[]): Promise<readonly Row[]> {
    const options = { kind: SpanKind.CLIENT, attributes: this.#attributes(summary, sql) };
    return tracer.startActiveSpan(summary, options, async (span) => {
      try {
        await delay(this.#roundTripMillis);
        const rows = this.#database.prepare(sql).all(...values) as Row[];
        span.setAttribute('db.response.returned_rows', rows.length);
        return rows;
      } catch (error) {
        span.recordException(error as Error);
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
        throw error;
      } finally {
        span.end();
      }
    });
  }

  /** A statement to run again and again. */
  prepare(summary: string, sql: string): (...values: SQLInputValue[]) => Promise<readonly Row[]> {
    return (...values) => this.query(summary, sql, ...values);
  }

  #attributes(summary: string, sql: string) {
    return {
      'db.system.name': 'sqlite',
      'db.namespace': this.#name,
      'db.operation.name': summary.split(' ')[0],
      'db.collection.name': summary.split(' ')[1],
      'db.query.summary': summary,
      'db.query.text': sql.replaceAll(/\s+/g, ' ').trim(),
    };
  }
}
