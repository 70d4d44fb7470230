import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../shared/actor';
import type { Clock } from '../../shared/clock';
import { loggedError } from '../../shared/logged-error';
import type { ProgrammeTime } from '../../shared/nights.rules';
import { sqlState } from '../../shared/sql-state';
import { limited } from '../../shared/time-limit';
import { outsideTrace } from '../../shared/trace';
import { replicaReads } from '../../metrics/registry';
import { replicaOptions } from '../data-source';
import { isLostConnection, isWithoutConnection } from '../lost-connection';
import { type Tx, Transactions } from '../transactions';
import { type AskPosition, awaitReplica, POSITION, positionOf } from './replica-position.queries';
import { ReplicaLag, type ReplicaState } from './replica.rules';

/** `unreachable`: it did not answer. `failed`: it answered, and could not read it to the end. */
type ReadOutcome = 'replica' | Exclude<ReplicaState, 'ready'> | 'unreachable' | 'failed';

/** A replica that does not answer is asked again after so long. */
const AWAY_MS = 10_000;
const ANSWERS_WITHIN_MS = 3_000;
/** A read that PostgreSQL ended, since what the primary sent could not wait for it (max_standby_streaming_delay). */
const CONFLICT = new Set(['40001', '40P01']);

/** Reads alone, and hands out no rows that it cannot read again. */
export type ReadTransactions = Pick<Transactions, 'read' | 'streamCursor'>;

export interface ReplicaSettings {
  readonly url: string;
  readonly pool: number;
  /** How long a read waits for the replica to have what the primary has. */
  readonly lagMs: number;
}

/**
 * Long work that only reads, on the replica of MAWA_REPLICA_URL where it has all that the primary had when the work began,
 * else on the primary. Nothing can be written there: the audit row is written on the primary, before what was read
 * leaves (docs/operation.md).
 */
export class ReplicaReads {
  private readonly log = new Logger('replica');
  private readonly lag = new ReplicaLag();
  private readonly source: DataSource | null;
  private readonly transactions: Transactions | null;
  private opening: Promise<unknown> | null = null;
  private awayUntil = -Infinity;

  constructor(
    private readonly primary: { readonly transactions: Transactions; readonly source: DataSource },
    private readonly settings: ReplicaSettings | null,
    clock: Clock,
    time: ProgrammeTime,
  ) {
    this.source = settings && new DataSource(replicaOptions(settings.url, settings.pool));
    // One attempt: what fails there is read on the primary, which tries again.
    this.transactions = this.source && new Transactions(this.source, clock, time, 1);
  }

  /** One transaction that sees one instant and writes nothing; `work` may run again. `what` names it in the log. */
  run<T>(what: string, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.use(what, (transactions) => transactions.read(actor, work));
  }

  /** For reads that open their own transactions; `read` may run a second time, on the primary. */
  async use<T>(what: string, read: (transactions: ReadTransactions) => Promise<T>): Promise<T> {
    if (!this.transactions) return read(this.primary.transactions);
    const state = await this.await();
    if (state !== 'ready') {
      this.note(what, state);
      return read(this.primary.transactions);
    }
    try {
      const answer = await read(this.transactions);
      replicaReads.inc({ outcome: 'replica' });
      return answer;
    } catch (error) {
      if (!isOfReplica(error)) throw error;
      this.note(what, 'failed', error);
      return read(this.primary.transactions);
    }
  }

  /** Seconds for which it has lacked something; null where there is none, or where it does not answer. */
  async lagSeconds(): Promise<number | null> {
    if (!this.source) return null;
    try {
      const primary = await positionOf(this.onPrimary);
      const replica = await limited(ANSWERS_WITHIN_MS, positionOf(this.onReplica));
      const lag = this.lag.look(primary, replica, performance.now());
      return lag === null ? null : lag / 1000;
    } catch {
      return null;
    }
  }

  /** Nest calls it when jobs and requests have ended. */
  async onApplicationShutdown(): Promise<void> {
    if (this.source?.isInitialized) await this.source.destroy().catch(() => undefined);
  }

  private readonly onPrimary: AskPosition = () => this.primary.source.query(POSITION);

  private readonly onReplica: AskPosition = async () => {
    const source = this.source!;
    if (!source.isInitialized) {
      this.opening ??= outsideTrace(() => source.initialize()).finally(() => (this.opening = null));
      await this.opening;
    }
    return source.query(POSITION);
  };

  private async await(): Promise<ReplicaState | 'unreachable'> {
    if (performance.now() < this.awayUntil) return 'unreachable';
    const primary = await positionOf(this.onPrimary);
    try {
      return await awaitReplica(primary, this.onReplica, this.settings!.lagMs, ANSWERS_WITHIN_MS);
    } catch (error) {
      this.awayUntil = performance.now() + AWAY_MS;
      this.log.warn(`the replica did not answer: ${loggedError(error).words}`);
      return 'unreachable';
    }
  }

  private note(what: string, outcome: ReadOutcome, error?: unknown): void {
    replicaReads.inc({ outcome });
    const message = 'read on the primary';
    const words = error === undefined ? {} : { error: loggedError(error).words };
    this.log.warn({ message, what, outcome, ...words });
  }
}

const isOfReplica = (error: unknown): boolean =>
  isLostConnection(error) || isWithoutConnection(error) || CONFLICT.has(sqlState(error) ?? '');
