import { DataSource } from 'typeorm';
import { inOneStatement } from '../database/in-one-statement';
import { ReplicaReads } from '../database/replica';
import { Transactions } from '../database/transactions';
import { HOUSEKEEPING_ACTOR } from '../shared/actor';
import { databaseUp } from './registry';

export interface OperationFacts {
  readonly open: readonly { kind: string; state: string; jobs: number; oldest: number }[];
  readonly failed: readonly { kind: string; jobs: number }[];
  readonly steps: readonly { step: string; bookings: number }[];
  /** Seconds since 1970; null where there is none. */
  readonly audit: readonly {
    /** End of the last verification, in seconds since 1970; null: none. */
    verified: number | null;
    findings: number | null;
    /** How long the oldest row waits for its sealing; null: none waits. */
    waits: number | null;
  }[];
  readonly last: readonly { night: number | null; backup: number | null; trial: number | null }[];
}

/** One scrape asks for several of these, and several processes are scraped. */
const KEPT_MS = 10_000;
/** More bookings than these do not change within a day. */
const STEPS_LOOKED_AT = 5_000;

/** Facts of the database for Prometheus, asked for when it asks; without a database they are missing. */
export class OperationMetrics {
  private kept: { readonly until: number; readonly facts: Promise<OperationFacts | null> } = {
    until: -Infinity,
    facts: Promise.resolve(null),
  };

  constructor(
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
    private readonly reads: ReplicaReads,
  ) {}

  facts(): Promise<OperationFacts | null> {
    const now = performance.now();
    if (this.kept.until < now) this.kept = { until: now + KEPT_MS, facts: this.ask() };
    return this.kept.facts;
  }

  replicaLagSeconds(): Promise<number | null> {
    return this.reads.lagSeconds();
  }

  /** Connections of this process to the database. */
  pool(): { total: number; idle: number; waiting: number } {
    const { master } = this.dataSource.driver as unknown as {
      master: { totalCount: number; idleCount: number; waitingCount: number };
    };
    return { total: master.totalCount, idle: master.idleCount, waiting: master.waitingCount };
  }

  private async ask(): Promise<OperationFacts | null> {
    try {
      const [facts] = await this.transactions.run(HOUSEKEEPING_ACTOR, (tx) =>
        tx.query<OperationFacts>(
          inOneStatement({
            open: `SELECT kind, state, count(*)::int AS jobs, extract(epoch FROM mawa_now() - min(asked_at))::float8 AS oldest
                     FROM jobs WHERE state IN ('waiting', 'running') GROUP BY kind, state`,
            failed: `SELECT kind, count(*)::int AS jobs FROM jobs
                      WHERE state = 'failed' AND finished_at > mawa_now() - interval '1 day' GROUP BY kind`,
            steps: `SELECT reason AS step, count(*)::int AS bookings
                      FROM (SELECT reason, at FROM booking_changes ORDER BY id DESC LIMIT ${STEPS_LOOKED_AT}) c
                     WHERE at > mawa_now() - interval '1 day' AND reason IS NOT NULL GROUP BY reason`,
            audit: `SELECT extract(epoch FROM v.at)::float8 AS verified, v.finding_count::float8 AS findings,
                           extract(epoch FROM mawa_now() - (
                             SELECT a.at FROM audit_log a
                              WHERE a.seq > coalesce((SELECT b.top FROM audit_batches b WHERE b.log = 'audit_log'
                                                       ORDER BY b.number DESC LIMIT 1), 0)
                              ORDER BY a.seq LIMIT 1))::float8 AS waits
                      FROM (SELECT) AS one LEFT JOIN LATERAL (
                        SELECT at, finding_count FROM audit_verifications WHERE at <= mawa_now() ORDER BY at DESC, id LIMIT 1) AS v ON true`,
            last: `SELECT extract(epoch FROM (SELECT max(night) FROM closed_nights))::float8 AS night,
                          extract(epoch FROM (SELECT max(began_at) FROM backups))::float8 AS backup,
                          extract(epoch FROM (SELECT max(made_at) FROM restore_trials))::float8 AS trial`,
          }),
        ),
      );
      databaseUp.set(1);
      return facts!;
    } catch {
      databaseUp.set(0);
      return null;
    }
  }
}
