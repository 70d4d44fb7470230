import type { Actor } from '../shared/actor';
import type { CivilDate } from '../shared/nights.rules';

/**
 * One use case, one transaction. It carries who acts, the instant and tonight's date to PostgreSQL,
 * where row level security, defaults and holds read them, and is handed on as an argument.
 */
export interface Tx {
  readonly actor: Actor;
  readonly now: Date;
  /** The night that `now` belongs to: noon to noon. */
  readonly tonight: CivilDate;
  /** The civil date of `now`. */
  readonly today: CivilDate;
  readonly requestId: string | null;
  /** Distinguishes two request bodies; keyed outside the database. */
  digest(body: unknown): Buffer;
  /** Keyed hash of a row of the audit log (32 bytes), by a key that is not in the database. */
  auditMac(content: Buffer): Buffer;
  /** Rows of a statement, whatever its kind; prepared once a connection (prepared-statements.ts). */
  query<T = Record<string, unknown>>(sql: string, params?: unknown[]): Promise<T[]>;
  /** Like `query`, but planned with the parameter values each time, where the best plan depends on them. */
  planned<T = Record<string, unknown>>(sql: string, params?: unknown[]): Promise<T[]>;
  /** Prepared even as the figures role, which plans with values otherwise: for what adds up kept counts. */
  prepared<T = Record<string, unknown>>(sql: string, params?: unknown[]): Promise<T[]>;
  /**
   * A statement whose rows nobody needs: it leaves with the next one, or with the commit. Where it fails nothing is
   * committed, and `run` throws its error.
   */
  execute(sql: string, params?: unknown[]): void;
  /** Runs after the commit succeeded; its failure never undoes the act. */
  afterCommit(then: () => void | Promise<void>): void;
}
