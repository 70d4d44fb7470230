import { createHash, createHmac, randomBytes } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';
import type { PoolClient } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { once } from './once';
import type { Actor } from '../shared/actor';
import type { Clock } from '../shared/clock';
import { civilDateOf, nightOf, type CivilDate, type ProgrammeTime } from '../shared/nights';

/**
 * One use case, one transaction. It carries who acts, the instant and tonight's date to PostgreSQL,
 * where row level security, defaults and holds read them, and is handed on as an argument.
 */
export interface Tx {
  readonly manager: EntityManager;
  readonly actor: Actor;
  readonly now: Date;
  /** The night that `now` belongs to: noon to noon. */
  readonly tonight: CivilDate;
  /** The civil date of `now`. */
  readonly today: CivilDate;
  readonly requestId: string | null;
  /** Tells two bodies apart; keyed outside the database. */
  digest(body: unknown): Buffer;
  /** Rows of a statement, whatever its kind. */
  query<T = Record<string, unknown>>(sql: string, params?: unknown[]): Promise<T[]>;
  /** The same for a text that never changes and is planned longer than it runs: planned once a connection. */
  prepared<T = Record<string, unknown>>(sql: string, params?: unknown[]): Promise<T[]>;
  /** Runs after the commit succeeded; its failure never undoes the act. */
  afterCommit(then: () => void | Promise<void>): void;
}

/**
 * Rows that outlive their transaction: those of a cursor WITH HOLD, read piece by piece after the commit,
 * while nothing stays locked or open. Whoever asked gives it back with `close`.
 */
export interface HeldRows {
  /** The next of them, each value as PostgreSQL writes it; empty at the end. */
  next(count: number): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

/** Errors after which the same work may be tried again: serialisation, deadlock, lost connection. */
const RETRIABLE = new Set(['40001', '40P01', '57P01', '57P02', '57P03', '08006', '08003', '08001']);
const LOST = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE']);
const ATTEMPTS = 5;

export const sqlState = (error: unknown): string | undefined => {
  const { code, driverError } = (error ?? {}) as {
    code?: string;
    driverError?: { code?: string };
  };
  return driverError?.code ?? code;
};

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
  return state !== undefined && (RETRIABLE.has(state) || LOST.has(state));
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
  ) {}

  /** The key comes from the key file, which belongs to the module above. */
  digestWith(key: Buffer): void {
    this.digestKey = key;
  }

  /**
   * Runs `work` in one transaction as `actor`. The work may run again after a deadlock or a lost
   * connection: it must change nothing but the database. A commit whose answer was lost is not
   * repeated blindly: with a request id (see `once`) the repeat finds the first answer.
   */
  async run<T>(
    actor: Actor,
    work: (tx: Tx) => Promise<T>,
    requestId: string | null = null,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(actor, work, requestId);
      } catch (error) {
        if (attempt >= ATTEMPTS || !mayTryAgain(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** attempt * Math.random()));
      }
    }
  }

  /**
   * Runs `work` once, in one transaction that sees one instant, and hands out the rows of `select`, which
   * `work` answers, after the commit. Not tried again.
   */
  async hold<T>(
    actor: Actor,
    work: (tx: Tx) => Promise<{ readonly result: T; readonly select: Select }>,
  ): Promise<{ result: T; rows: HeldRows }> {
    const runner = this.dataSource.createQueryRunner();
    const cursor = `held_${randomBytes(8).toString('hex')}`;
    try {
      const result = await this.within(
        runner,
        actor,
        async (tx) => {
          const answer = await work(tx);
          const { sql, params } = answer.select;
          // Read to its end by the commit: a plan for its first rows would be the wrong one.
          await tx.query('SET LOCAL cursor_tuple_fraction = 1');
          await tx.query(`DECLARE ${cursor} NO SCROLL CURSOR WITH HOLD FOR ${sql}`, params);
          return answer.result;
        },
        null,
        'REPEATABLE READ',
      );
      return { result, rows: await heldRows(runner, cursor) };
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
  ): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await this.within(runner, actor, work, requestId);
    } finally {
      await runner.release();
    }
  }

  private async within<T>(
    runner: QueryRunner,
    actor: Actor,
    work: (tx: Tx) => Promise<T>,
    requestId: string | null,
    isolation?: 'REPEATABLE READ',
  ): Promise<T> {
    try {
      const client = (await runner.connect()) as PoolClient;
      await runner.startTransaction(isolation);
      const { tx, after } = this.open(runner, client, actor, requestId);
      await tx.query(
        `SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', $2, true),
                set_config('mawa.tonight', $3, true), set_config('mawa.offset', $4, true)`,
        [actor.userId, tx.now.toISOString(), tx.tonight, String(this.time.offsetMinutes)],
      );
      const result = await work(tx);
      await runner.commitTransaction();
      for (const then of after)
        void Promise.resolve()
          .then(then)
          .catch(() => undefined);
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    }
  }

  private open(runner: QueryRunner, client: PoolClient, actor: Actor, requestId: string | null) {
    const now = this.clock.now();
    const after: (() => void | Promise<void>)[] = [];
    const tx: Tx = {
      manager: runner.manager,
      actor,
      now,
      tonight: nightOf(now, this.time),
      today: civilDateOf(now, this.time),
      requestId,
      query: async <T>(sql: string, params: unknown[] = []) =>
        (await runner.query(sql, params, true)).records as T[],
      prepared: async <T>(text: string, values: unknown[] = []) => {
        void runner.dataSource.logger.logQuery(text, values, runner);
        return (await client.query({ name: nameOf(text), text, values })).rows as T[];
      },
      digest: (body) => {
        if (!this.digestKey) throw new Error('no key to keep request ids with');
        return createHmac('sha256', this.digestKey).update(stringify(body)).digest();
      },
      afterCommit: (then) => void after.push(then),
    };
    return { tx, after };
  }
}

export interface Select {
  readonly sql: string;
  readonly params: unknown[];
}

const AS_WRITTEN = { getTypeParser: () => (value: string) => value };

async function heldRows(runner: QueryRunner, cursor: string): Promise<HeldRows> {
  const client = (await runner.connect()) as PoolClient;
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await client.query(`CLOSE ${cursor}`).catch(() => undefined); // a broken connection holds nothing
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

const names = new Map<string, string>();

/** A connection knows a prepared statement by its name. */
function nameOf(sql: string): string {
  const name = names.get(sql) ?? createHash('sha256').update(sql).digest('base64url').slice(0, 20);
  names.set(sql, name);
  return name;
}

const behindTheDoor = new WeakSet<Tx>();

/**
 * The figures' door: inside `read`, the transaction is the role `mawa_figures`, which sees coded
 * facts of every case and no identity; who is inside already goes on. Used by metric definitions alone
 * (docs/access.md).
 */
export async function asFigures<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  if (behindTheDoor.has(tx)) return read();
  await tx.query('SET LOCAL ROLE mawa_figures');
  behindTheDoor.add(tx);
  try {
    return await read();
  } finally {
    behindTheDoor.delete(tx);
    await tx.query('RESET ROLE').catch(() => undefined); // after an error of PostgreSQL the rollback resets it
  }
}
