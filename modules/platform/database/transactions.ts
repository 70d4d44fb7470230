import { createHmac } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';
import { DatabaseError, escapeLiteral, type PoolClient } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import {
  type CursorRows,
  cursorName,
  cursorRows,
  declareCursor,
  type SelectStatement,
} from './cursor-rows';
import { isLostConnection } from './lost-connection';
import { once } from './once';
import { submit } from './pipeline';
import { queryUntilAborted } from './query-until-aborted';
import { preparedName } from './prepared-statements';
import { DomainError } from '../shared/domain.errors';
import { type Actor, originOf, type TokenScope } from '../shared/actor';
import type { Clock } from '../shared/clock';
import { civilDateOf, nightOf, type ProgrammeTime } from '../shared/nights.rules';
import { sqlState } from '../shared/sql-state';
import { currentTraceId } from '../shared/trace';
import { beginSpan } from '../tracing';
import type { Tx } from './tx.types';

export type { CursorRows, SelectStatement } from './cursor-rows';
export { constraintOf, sqlState } from '../shared/sql-state';
export type { Tx } from './tx.types';

/** Errors after which the same work may be tried again, as after a lost connection: serialisation and deadlock. */
const CONTESTED = new Set(['40001', '40P01']);
const ATTEMPTS = 5;
/** How long `streamCursor` keeps its transaction open: an old snapshot keeps dead rows from being removed. */
const STREAMED_FOR_MS = 10_000;

export const mayTryAgain = (error: unknown): boolean => {
  const state = sqlState(error);
  return (state !== undefined && CONTESTED.has(state)) || isLostConnection(error);
};

export interface OnceOnly {
  readonly useCase: string;
  readonly body: unknown;
  readonly requestId: string | null;
}

export interface TransactionKeys {
  readonly requestIds: Buffer;
  readonly auditRows: Buffer;
}

export class Transactions {
  private keys?: TransactionKeys;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly time: ProgrammeTime,
    private readonly attempts = ATTEMPTS,
  ) {}

  /** Called once by the access module, which owns the key file. */
  useKeys(keys: TransactionKeys): void {
    this.keys = keys;
  }

  private keyFor(purpose: keyof TransactionKeys): Buffer {
    if (!this.keys) throw new Error(`no key for ${purpose}`);
    return this.keys[purpose];
  }

  /**
   * Runs `work` in one transaction as `actor`. `work` may be repeated after a deadlock or a lost connection, so that it
   * must have no effect outside the database. A commit without a response is never repeated: the caller gets an error
   * and, with a request id (see `once`), can retry and gets the first response.
   */
  async run<T>(
    actor: Actor,
    work: (tx: Tx) => Promise<T>,
    requestId: string | null = null,
    options: TransactionOptions = {},
  ): Promise<T> {
    return this.again(() => this.attempt(actor, work, requestId, options));
  }

  /** Like `run` for read-only work: one snapshot, and PostgreSQL refuses writes. */
  async read<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.again(() => this.attempt(actor, work, null, { isolation: READ_ONLY }));
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
   * `run` with each statement planned once a connection, whatever its values: for what is asked all day, where planning
   * costs as much as reading. Not for statements whose best plan depends on the values, as `$1 IS NULL OR …`.
   */
  runWithKeptPlans<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run(actor, work, null, { keepsPlans: true });
  }

  /** Runs `query`, a long statement of `tx`; PostgreSQL cancels it when `signal` is aborted. */
  queryUntilAborted<T>(tx: Tx, signal: AbortSignal, query: () => Promise<T>): Promise<T> {
    return queryUntilAborted(this.dataSource, tx, signal, query);
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
          tx.execute('SET LOCAL cursor_tuple_fraction = 1');
          await declareCursor(tx, cursor, answer.select);
          return answer.result;
        },
        null,
        { isolation: 'REPEATABLE READ' },
      );
      return { result, rows: await cursorRows(runner, cursor) };
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  /**
   * Runs read-only `work` once, in one snapshot, and yields the rows of `select` while PostgreSQL finds them; the plan
   * is optimised for the first rows. A slow reader keeps the transaction open for a limited time only: then it is
   * committed, and PostgreSQL materialises the remaining rows.
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
      const { tx, sent, close, end } = this.begin(runner, client, actor, null, {
        isolation: READ_ONLY,
      });
      try {
        const { result, select } = await work(tx);
        await declareCursor(tx, cursor, select);
        close();
        const rows = await cursorRows(runner, cursor, openForMs);
        end();
        return { result, rows };
      } catch (thrown) {
        close();
        await client.query('ROLLBACK').catch(() => undefined);
        const error = sent.reason ?? thrown;
        end(error);
        throw error;
      }
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  /**
   * Like `run`, but a repeated request id has no second effect; `body` is the content that the id stands for (see
   * `once`).
   */
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
    options: TransactionOptions,
  ): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await this.within(runner, actor, work, requestId, options);
    } finally {
      await runner.release();
    }
  }

  private async within<T>(
    runner: QueryRunner,
    actor: Actor,
    work: (tx: Tx) => Promise<T>,
    requestId: string | null,
    options: TransactionOptions,
  ): Promise<T> {
    const client = (await runner.connect()) as PoolClient;
    const { tx, after, sent, close, end } = this.begin(runner, client, actor, requestId, options);
    try {
      const result = await work(tx);
      close();
      if (options.isolation === READ_ONLY) await endReading(client, sent);
      else await commit(client, sent);
      end();
      for (const then of after)
        void Promise.resolve()
          .then(then)
          .catch(() => undefined);
      return result;
    } catch (thrown) {
      close();
      await client.query('ROLLBACK').catch(() => undefined);
      const error = isOutcomeUnknown(thrown) ? thrown : (sent.reason ?? thrown);
      end(error);
      throw error;
    }
  }

  private begin(
    runner: QueryRunner,
    client: PoolClient,
    actor: Actor,
    requestId: string | null,
    options: TransactionOptions,
  ) {
    const now = this.clock.now();
    const after: (() => void | Promise<void>)[] = [];
    const sent = new SentStatements();
    const span = beginSpan('transaction', 'client', { 'db.system.name': 'postgresql' });
    let statements = 0;
    let isOver = false;
    // Parallel work that continues after a part of it failed must not query a connection that is back in the pool.
    const mustBeOpen = () => {
      if (isOver) throw Object.assign(new Error('the transaction is over'), { code: FAILED });
    };
    const named = (text: string) => {
      mustBeOpen();
      return preparedName(client, text);
    };
    const planned = async <T>(text: string, values: unknown[] = [], name?: string) => {
      mustBeOpen();
      void runner.dataSource.logger.logQuery(text, values, runner);
      statements += 1;
      return (await submit(client, { name, text, values })).rows as T[];
    };
    const tx: Tx = {
      actor,
      now,
      tonight: nightOf(now, this.time),
      today: civilDateOf(now, this.time),
      requestId,
      query: async <T>(text: string, values: unknown[] = []) =>
        planned<T>(text, values, readsFigures.has(tx) ? undefined : named(text)),
      planned: (text, values) => planned(text, values),
      prepared: async (text, values) => planned(text, values, named(text)),
      execute: (text, values) => sent.add(tx.query(text, values)),
      digest: (body) =>
        createHmac('sha256', this.keyFor('requestIds')).update(stringify(body)).digest(),
      auditMac: (content) =>
        createHmac('sha256', this.keyFor('auditRows')).update(content).digest(),
      afterCommit: (then) => void after.push(then),
    };
    const end = (error?: unknown) => {
      span?.set({ 'mawa.statements': statements });
      span?.end(error === undefined ? undefined : errorType(error));
    };
    sent.add(begin(client, tx, this.time.offsetMinutes, options));
    const close = () => {
      isOver = true;
    };
    return { tx, after, sent, close, end };
  }
}

/** A code alone: the message of an error may quote what was sent. */
const errorType = (error: unknown): string =>
  sqlState(error) ?? (error instanceof DomainError ? error.code : 'error');

/** Statements of a transaction whose answers nobody waits for before it ends. */
class SentStatements {
  private readonly answers: Promise<unknown>[] = [];
  /** Error of the first failed statement; later ones only report that the transaction failed. */
  reason: unknown;

  add(answer: Promise<unknown>): void {
    this.answers.push(answer);
    answer.catch((error) => {
      if (sqlState(error) !== FAILED) this.reason ??= error;
    });
  }

  all(): Promise<unknown> {
    return Promise.all(this.answers);
  }
}

/** in_failed_sql_transaction: response to statements after the failed one. */
const FAILED = '25P02';

/** Ends a read-only transaction. A failed COMMIT is ignored; the error of a failed statement is thrown. */
async function endReading(client: PoolClient, sent: SentStatements): Promise<void> {
  await submit(client, { text: 'COMMIT' }).catch(() => undefined);
  await sent.all().catch(() => undefined);
  if (sent.reason !== undefined) throw sent.reason;
}

/**
 * Commits, and reports an unknown outcome as an error: the connection broke before the response, or PostgreSQL stopped
 * waiting for a synchronous replica (reported as a warning of a successful COMMIT).
 */
async function commit(client: PoolClient, sent: SentStatements): Promise<void> {
  let isReplicated = true;
  const hear = ({ routine }: { routine?: string }) => {
    if (routine === 'SyncRepWaitForLSN') isReplicated = false;
  };
  client.on('notice', hear);
  try {
    const [ended, others] = await Promise.allSettled([
      submit(client, { text: 'COMMIT' }),
      sent.all(),
    ]);
    if (ended.status === 'rejected') {
      // PostgreSQL itself refused a statement before it: that nothing is kept is known.
      if (others.status === 'rejected' && others.reason instanceof DatabaseError)
        throw others.reason;
      throw isLostConnection(ended.reason) ? outcomeUnknown() : ended.reason;
    }
    const { command } = ended.value;
    // It failed inside a savepoint that was rolled back, and what else was done is kept.
    if (others.status === 'rejected') throw command === 'COMMIT' ? outcomeUnknown() : others.reason;
    // After a failed statement COMMIT rolls back, which PostgreSQL reports only by the command tag ROLLBACK.
    if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command}`);
  } finally {
    client.off('notice', hear);
  }
  if (!isReplicated) throw outcomeUnknown();
}

const OUTCOME_UNKNOWN = 'common.outcome_unknown';
const outcomeUnknown = () => new DomainError('unavailable', OUTCOME_UNKNOWN);
const isOutcomeUnknown = (error: unknown): boolean =>
  error instanceof DomainError && error.code === OUTCOME_UNKNOWN;

const READ_ONLY = 'REPEATABLE READ, READ ONLY';

interface TransactionOptions {
  readonly isolation?: 'READ COMMITTED' | 'REPEATABLE READ' | typeof READ_ONLY;
  readonly keepsPlans?: boolean;
}

/**
 * Begins the transaction and sets actor and time, in one round trip with the first statement. The trace id is set as
 * application_name until the transaction ends.
 */
async function begin(
  client: PoolClient,
  tx: Tx,
  offsetMinutes: number,
  { isolation = 'READ COMMITTED', keepsPlans = false }: TransactionOptions,
): Promise<void> {
  const traceId = currentTraceId();
  const origin = originOf(tx.actor);
  const context = {
    'mawa.actor': tx.actor.userId,
    'mawa.now': tx.now.toISOString(),
    'mawa.tonight': tx.tonight,
    'mawa.offset': String(offsetMinutes),
    ...(origin && { 'mawa.origin': origin }),
    // For pages only: programs and jobs read the same names in each language (localized_name).
    ...(origin === 'page' && { 'mawa.language': tx.actor.language }),
    ...(tx.actor.token && settingsOf(tx.actor.token)),
    ...(traceId && { application_name: `mawa ${traceId}` }),
    ...(keepsPlans && { plan_cache_mode: 'force_generic_plan' }),
  };
  const settings = Object.entries(context).map(
    ([name, value]) => `set_config('${name}', ${escapeLiteral(value)}, true)`,
  );
  await submit(client, {
    text: `BEGIN ISOLATION LEVEL ${isolation}; SELECT ${settings.join(', ')}`,
  });
}

/** The scope of a token holds in PostgreSQL too: mawa_has_role, mawa_principals, may_write_case. */
const settingsOf = ({ id, roles, places, readsOnly }: TokenScope) => ({
  'mawa.token': id,
  'mawa.token_roles': `{${roles.join()}}`,
  ...(places && { 'mawa.token_places': `{${places.join()}}` }),
  ...(readsOnly && { 'mawa.token_reads_only': 'on' }),
});

/** Transactions that are the role `mawa_figures` now; statements of figures are planned with their values. */
const readsFigures = new WeakSet<Tx>();

/**
 * Runs `read` as the role `mawa_figures`, which sees coded facts of all cases and no identities. Nested calls keep the
 * role. For definitions of figures only (docs/access.md).
 */
export async function asFigures<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  if (readsFigures.has(tx)) return read();
  tx.execute('SET LOCAL ROLE mawa_figures');
  readsFigures.add(tx);
  try {
    return await read();
  } finally {
    readsFigures.delete(tx);
    tx.execute('RESET ROLE'); // after an error of PostgreSQL it fails, and the rollback resets the role
  }
}
