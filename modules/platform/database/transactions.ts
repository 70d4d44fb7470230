import { createHmac, randomBytes } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';
import { escapeLiteral, type PoolClient } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { isLostConnection } from './lost-connection';
import { once } from './once';
import { preparedName } from './prepared-statements';
import { DomainError } from '../shared/domain.errors';
import type { Actor } from '../shared/actor';
import type { Clock } from '../shared/clock';
import { civilDateOf, nightOf, type ProgrammeTime } from '../shared/nights.rules';
import { sqlState } from '../shared/sql-state';
import { currentTraceId } from '../shared/trace';
import { beginSpan } from '../tracing';
import type { Tx } from './tx.types';

export { sqlState } from '../shared/sql-state';
export type { Tx } from './tx.types';

/** Rows of a cursor WITH HOLD, read piece by piece on a connection of their own, which `close` gives back. */
export interface CursorRows {
  /** The next of them, each value as PostgreSQL writes it; empty at the end. */
  next(count: number): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

/** Errors after which the same work may be tried again, as after a lost connection: serialisation and deadlock. */
const CONTESTED = new Set(['40001', '40P01']);
const ATTEMPTS = 5;
/** How long `streamCursor` keeps its transaction open: an old snapshot keeps dead rows from being removed. */
const STREAMED_FOR_MS = 10_000;

/** The name of the constraint that refused, where one did. */
export const constraintOf = (error: unknown): string | undefined => {
  const { constraint, driverError } = (error ?? {}) as {
    constraint?: string;
    driverError?: { constraint?: string };
  };
  return driverError?.constraint ?? constraint;
};

const mayTryAgain = (error: unknown): boolean => {
  const state = sqlState(error);
  return (state !== undefined && CONTESTED.has(state)) || isLostConnection(error);
};

export interface OnceOnly {
  readonly useCase: string;
  readonly body: unknown;
  readonly requestId: string | null;
}

export class Transactions {
  private digestKey?: Buffer;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly time: ProgrammeTime,
    private readonly attempts = ATTEMPTS,
  ) {}

  /** The key comes from the key file, which belongs to the module above. */
  digestWith(key: Buffer): void {
    this.digestKey = key;
  }

  /**
   * Runs `work` in one transaction as `actor`. The work may run again after a deadlock or a lost
   * connection: it must change nothing but the database. A commit whose answer was lost is never
   * repeated: whoever asked is told so, and with a request id (see `once`) asking again finds the first answer.
   */
  async run<T>(
    actor: Actor,
    work: (tx: Tx) => Promise<T>,
    requestId: string | null = null,
  ): Promise<T> {
    return this.again(() => this.attempt(actor, work, requestId));
  }

  /** The same for `work` that only reads: it sees one instant, and PostgreSQL refuses to write. */
  async read<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.again(() => this.attempt(actor, work, null, READ_ONLY));
  }

  private async again<T>(run: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await run();
      } catch (error) {
        if (attempt >= this.attempts || !mayTryAgain(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** attempt * Math.random()));
      }
    }
  }

  /**
   * Runs `work` once, in one transaction that sees one instant, and hands out the rows of `select`, which
   * `work` answers, after the commit. Not tried again.
   */
  async openCursor<T>(
    actor: Actor,
    work: (tx: Tx) => Promise<{ readonly result: T; readonly select: SelectStatement }>,
  ): Promise<{ result: T; rows: CursorRows }> {
    const runner = this.dataSource.createQueryRunner();
    const cursor = cursorName();
    try {
      const result = await this.within(
        runner,
        actor,
        async (tx) => {
          const answer = await work(tx);
          // Read to its end by the commit: a plan for its first rows would be the wrong one.
          await tx.query('SET LOCAL cursor_tuple_fraction = 1');
          await declareCursor(tx, cursor, answer.select);
          return answer.result;
        },
        null,
        'REPEATABLE READ',
      );
      return { result, rows: await cursorRows(runner, cursor) };
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  /**
   * Runs `work`, which only reads, once, in one transaction that sees one instant, and hands out the rows of `select`
   * while PostgreSQL finds them: the plan is one for the first rows. Whoever reads slowly holds the transaction open for
   * a bounded time: it is committed then, and PostgreSQL keeps the rows that are left.
   */
  async streamCursor<T>(
    actor: Actor,
    work: (tx: Tx) => Promise<{ readonly result: T; readonly select: SelectStatement }>,
    openForMs = STREAMED_FOR_MS,
  ): Promise<{ result: T; rows: CursorRows }> {
    const runner = this.dataSource.createQueryRunner();
    const cursor = cursorName();
    try {
      const client = (await runner.connect()) as PoolClient;
      const { tx, end } = this.open(runner, client, actor, null);
      try {
        await begin(client, tx, this.time.offsetMinutes, READ_ONLY);
        const { result, select } = await work(tx);
        await declareCursor(tx, cursor, select);
        end();
        return { result, rows: await cursorRows(runner, cursor, openForMs) };
      } catch (error) {
        end(error);
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  /** `run` for what the same request id does once; `body` is what the id stands for (see `once`). */
  once<T extends object>(
    actor: Actor,
    { useCase, body, requestId }: OnceOnly,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.run(actor, (tx) => once(tx, useCase, body, () => work(tx)), requestId);
  }

  private async attempt<T>(
    actor: Actor,
    work: (tx: Tx) => Promise<T>,
    requestId: string | null,
    isolation?: Isolation,
  ): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await this.within(runner, actor, work, requestId, isolation);
    } finally {
      await runner.release();
    }
  }

  private async within<T>(
    runner: QueryRunner,
    actor: Actor,
    work: (tx: Tx) => Promise<T>,
    requestId: string | null,
    isolation?: Isolation,
  ): Promise<T> {
    const client = (await runner.connect()) as PoolClient;
    const { tx, after, end } = this.open(runner, client, actor, requestId);
    try {
      await begin(client, tx, this.time.offsetMinutes, isolation);
      const result = await work(tx);
      // What was read is read, however its transaction ends.
      if (isolation === READ_ONLY) await client.query('COMMIT').catch(() => undefined);
      else await commit(client);
      end();
      for (const then of after)
        void Promise.resolve()
          .then(then)
          .catch(() => undefined);
      return result;
    } catch (error) {
      end(error);
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  private open(runner: QueryRunner, client: PoolClient, actor: Actor, requestId: string | null) {
    const now = this.clock.now();
    const after: (() => void | Promise<void>)[] = [];
    const span = beginSpan('transaction', 'client', { 'db.system.name': 'postgresql' });
    let statements = 0;
    const planned = async <T>(text: string, values: unknown[] = [], name?: string) => {
      void runner.dataSource.logger.logQuery(text, values, runner);
      statements += 1;
      return (await client.query({ name, text, values })).rows as T[];
    };
    const tx: Tx = {
      actor,
      now,
      tonight: nightOf(now, this.time),
      today: civilDateOf(now, this.time),
      requestId,
      query: async <T>(text: string, values: unknown[] = []) =>
        planned<T>(
          text,
          values,
          readsFigures.has(tx) ? undefined : await preparedName(client, text),
        ),
      planned: (text, values) => planned(text, values),
      prepared: async (text, values) => planned(text, values, await preparedName(client, text)),
      digest: (body) => {
        if (!this.digestKey) throw new Error('no key to keep request ids with');
        return createHmac('sha256', this.digestKey).update(stringify(body)).digest();
      },
      afterCommit: (then) => void after.push(then),
    };
    const end = (error?: unknown) => {
      span?.set({ 'mawa.statements': statements });
      span?.end(error === undefined ? undefined : errorType(error));
    };
    return { tx, after, end };
  }
}

/** A code alone: the message of an error may quote what was sent. */
const errorType = (error: unknown): string =>
  sqlState(error) ?? (error instanceof DomainError ? error.code : 'error');

/**
 * What is not known to be kept is not acknowledged: the connection broke before the answer, or PostgreSQL gave up
 * waiting for a synchronous replica, which it says in a warning of a COMMIT that succeeds.
 */
async function commit(client: PoolClient): Promise<void> {
  let isReplicated = true;
  const hear = ({ routine }: { routine?: string }) => {
    if (routine === 'SyncRepWaitForLSN') isReplicated = false;
  };
  client.on('notice', hear);
  try {
    const { command } = await client.query('COMMIT');
    // What goes on after a statement failed is rolled back, and PostgreSQL says so by the name of the command alone.
    if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command}`);
  } catch (error) {
    throw isLostConnection(error) ? outcomeUnknown() : error;
  } finally {
    client.off('notice', hear);
  }
  if (!isReplicated) throw outcomeUnknown();
}

const outcomeUnknown = () => new DomainError('unavailable', 'common.outcome_unknown');

const READ_ONLY = 'REPEATABLE READ, READ ONLY';
type Isolation = 'READ COMMITTED' | 'REPEATABLE READ' | typeof READ_ONLY;

/**
 * Begins the transaction and says who acts and when, in one round trip. PostgreSQL shows and logs the trace as the name of
 * the application until the transaction ends.
 */
async function begin(
  client: PoolClient,
  tx: Tx,
  offsetMinutes: number,
  isolation: Isolation = 'READ COMMITTED',
): Promise<void> {
  const traceId = currentTraceId();
  const context = {
    'mawa.actor': tx.actor.userId,
    'mawa.now': tx.now.toISOString(),
    'mawa.tonight': tx.tonight,
    'mawa.offset': String(offsetMinutes),
    ...(traceId && { application_name: `mawa ${traceId}` }),
  };
  const settings = Object.entries(context).map(
    ([name, value]) => `set_config('${name}', ${escapeLiteral(value)}, true)`,
  );
  await client.query(`BEGIN ISOLATION LEVEL ${isolation}; SELECT ${settings.join(', ')}`);
}

export interface SelectStatement {
  readonly sql: string;
  readonly params: unknown[];
}

const AS_WRITTEN = { getTypeParser: () => (value: string) => value };

const cursorName = (): string => `held_${randomBytes(8).toString('hex')}`;

const declareCursor = (tx: Tx, cursor: string, { sql, params }: SelectStatement) =>
  tx.query(`DECLARE ${cursor} NO SCROLL CURSOR WITH HOLD FOR ${sql}`, params);

/** `openForMs`: the transaction of the cursor is still open, and is committed after that time. */
async function cursorRows(
  runner: QueryRunner,
  cursor: string,
  openForMs?: number,
): Promise<CursorRows> {
  const client = (await runner.connect()) as PoolClient;
  let isOpen = openForMs !== undefined;
  let closing: Promise<void> | null = null;
  const commit = (): void => {
    isOpen = false;
    // Where the commit fails the next FETCH fails as well, and says so to whoever reads.
    client.query('COMMIT').catch(() => undefined);
  };
  const timer = isOpen ? setTimeout(commit, openForMs).unref() : undefined;
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    // A broken connection holds nothing.
    await client.query(isOpen ? 'ROLLBACK' : `CLOSE ${cursor}`).catch(() => undefined);
    await runner.release();
  };
  return {
    next: async (count) => {
      if (closing) return []; // the connection may be somebody else's by now
      const text = `FETCH ${count} FROM ${cursor}`;
      const asked = { text, rowMode: 'array', types: AS_WRITTEN } as const;
      return (await client.query<(string | null)[]>(asked)).rows;
    },
    close: () => (closing ??= close()),
  };
}

/** Transactions that are the role `mawa_figures` now; statements of figures are planned with their values. */
const readsFigures = new WeakSet<Tx>();

/**
 * The figures' door: inside `read`, the transaction is the role `mawa_figures`, which sees coded
 * facts of every case and no identity; who is inside already goes on. Used by metric definitions alone
 * (docs/access.md).
 */
export async function asFigures<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  if (readsFigures.has(tx)) return read();
  await tx.query('SET LOCAL ROLE mawa_figures');
  readsFigures.add(tx);
  try {
    return await read();
  } finally {
    readsFigures.delete(tx);
    await tx.query('RESET ROLE').catch(() => undefined); // after an error of PostgreSQL the rollback resets it
  }
}
