import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Keys, may } from '../access';
import { record, recordReading } from '../audit';
import { filesOf, parseCaseNumber, People } from '../beneficiaries';
import { constraintOf, sqlState, Transactions, type Tx } from '../platform/database/transactions';
import { JobHandlers, Jobs, type WorkItem } from '../platform/queue';
import { SETUP_ACTOR, type Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { ErasureLog } from './erasure-log.service';
import { countRows, type TableCount } from './whole-file/person-tables.queries';
import { ERASURE_OBSTACLE_CODES, type ErasureObstacle, type ErasureReason } from './erasure.rules';

export interface Erasure {
  readonly id: string;
  /** Null where the case is not for the reader, and once it is done: nothing names an erased person. */
  readonly caseNumber: string | null;
  readonly reason: ErasureReason;
  readonly askedBy: string;
  readonly askedById: string;
  readonly askedAt: Date;
  readonly decision: 'approved' | 'refused' | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly doneAt: Date | null;
  /** Why the last attempt at an approved one failed; null where none did. */
  readonly errorCode: string | null;
}

/** Consequences of an erasure, shown before the decision. */
export interface Consequences {
  readonly obstacles: readonly ErasureObstacle[];
  /** Names of the partners to tell first, which would never know of it. */
  readonly partners: readonly string[];
  /** By table: rows that stay as numbers without a name. */
  readonly stays: readonly TableCount[];
}

const COLUMNS = `e.id, c.case_number AS "caseNumber", e.reason, localized_name(a.name, a.names) AS "askedBy", e.asked_by AS "askedById",
  e.asked_at AS "askedAt", e.decision, localized_name(d.name, d.names) AS "decidedBy", e.decided_at AS "decidedAt", e.done_at AS "doneAt",
  CASE WHEN e.decision = 'approved' AND e.done_at IS NULL THEN (
    SELECT j.error_code FROM jobs j WHERE j.kind = 'erase-person' AND j.params ->> 'erasureId' = e.id::text
     ORDER BY j.asked_at DESC LIMIT 1) END AS "errorCode"`;
const FROM = `FROM erasures e JOIN users a ON a.id = e.asked_by LEFT JOIN users d ON d.id = e.decided_by
  LEFT JOIN cases c ON c.id = e.case_id`;

/** Erasures: requested by a case holder, decided by another person, done by a job, repeated after a restore. */
@Injectable()
export class Erasures implements OnModuleInit {
  private readonly logger = new Logger('erasures');

  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly keys: Keys,
    private readonly jobs: Jobs,
    private readonly handlers: JobHandlers,
    private readonly log: ErasureLog,
  ) {}

  async onModuleInit(): Promise<void> {
    this.handlers.addWork({ kind: 'erase-person', run: (work) => this.erase(work) });
    await this.eraseAgain();
  }

  async consequences(tx: Tx, caseId: string): Promise<Consequences> {
    const files = await filesOf(tx, caseId);
    const [now] = await tx.query<{ obstacles: ErasureObstacle[]; partners: string[] }>(
      `SELECT ARRAY(SELECT erasure_obstacles($1)) AS obstacles,
              ARRAY(SELECT localized_name(name, names) FROM organisations
                     WHERE id IN (SELECT partners_to_tell($1)) ORDER BY 1) AS partners`,
      [files],
    );
    return { ...now!, stays: await countRows(tx, files) };
  }

  ask(
    actor: Actor,
    caseId: string,
    reason: ErasureReason,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'rights.ask_erasure', body: { caseId, reason }, requestId },
      (tx) => this.askIn(tx, caseId, reason),
    );
  }

  private async askIn(tx: Tx, caseId: string, reason: ErasureReason): Promise<{ id: string }> {
    const { caseNumber } = await this.people.find(tx, caseId);
    await mustHoldFully(tx, caseId);
    const [obstacle] = (await this.consequences(tx, caseId)).obstacles;
    if (obstacle) throw new DomainError('conflict', ERASURE_OBSTACLE_CODES[obstacle]);
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO erasures (case_id, number_digest, other_digests, reason, asked_by)
         VALUES ($1, $2, $3, $4, $5) RETURNING id`,
        [
          caseId,
          this.keys.caseNumberDigest(caseNumber),
          await this.otherDigests(tx, caseId),
          reason,
          tx.actor.userId,
        ],
      );
      await tx.query(
        `SELECT add_task('erasure', NULL, $1, 'case_supervisor', NULL, mawa_now() + interval '7 days')`,
        [row!.id],
      );
      await record(tx, {
        action: 'rights.ask_erasure',
        kind: 'case',
        ids: [caseId],
        fields: [reason],
      });
      return row!;
    } catch (error) {
      if (sqlState(error) === '23505') throw new DomainError('conflict', 'rights.erasure_asked');
      throw error;
    }
  }

  /** Digests of the numbers of joined cases, so that any of them is recognised as erased. */
  private async otherDigests(tx: Tx, caseId: string): Promise<Buffer[]> {
    const labels = await this.people.caseLabels(tx, await filesOf(tx, caseId));
    labels.delete(caseId);
    return [...labels.values()].map((number) => this.keys.caseNumberDigest(number));
  }

  /** Those that wait, then those decided, newest first. */
  list(actor: Actor): Promise<Erasure[]> {
    return this.transactions.run(actor, async (tx) => {
      const erasures = await tx.query<Erasure>(
        `SELECT ${COLUMNS} ${FROM} ORDER BY e.decision IS NOT NULL, e.asked_at DESC, e.id LIMIT 200`,
      );
      const ids = erasures.filter(({ caseNumber }) => caseNumber !== null).map(({ id }) => id);
      await recordReading(tx, 'rights.list_erasures', ids, 'erasure');
      return erasures;
    });
  }

  /** The open one of a person, where there is one that the actor may see. */
  async openOf(tx: Tx, caseId: string): Promise<Erasure | null> {
    const [row] = await tx.query<Erasure>(
      `SELECT ${COLUMNS} ${FROM} WHERE e.case_id = $1 AND e.done_at IS NULL AND e.decision IS DISTINCT FROM 'refused'`,
      [caseId],
    );
    return row ?? null;
  }

  decide(
    actor: Actor,
    id: string,
    decision: 'approved' | 'refused',
  ): Promise<{ jobId: string | null }> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<{
        caseId: string | null;
        askedBy: string;
        decision: string | null;
      }>(
        `SELECT case_id AS "caseId", asked_by AS "askedBy", decision FROM erasures WHERE id = $1 FOR UPDATE`,
        [id],
      );
      if (!row) throw notFound();
      if (row.decision !== null) throw new DomainError('conflict', 'rights.erasure_decided');
      if (row.askedBy === actor.userId) throw new DomainError('forbidden', 'rights.needs_another');
      await tx.query(
        `UPDATE erasures SET decision = $2, decided_by = mawa_actor(), decided_at = mawa_now() WHERE id = $1`,
        [id, decision],
      );
      await tx.query(
        `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
          WHERE kind = 'erasure' AND subject_id = $1 AND done_at IS NULL`,
        [id],
      );
      await record(tx, { action: `rights.erasure_${decision}`, kind: 'erasure', ids: [id] });
      if (decision === 'refused') return { jobId: null };
      return {
        jobId: await this.jobs.enqueue(tx, 'erase-person', { erasureId: id }, { once: id }),
      };
    });
  }

  /** Retries an approved erasure after its obstacle was removed. */
  tryAgain(actor: Actor, id: string): Promise<{ jobId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query(
        `SELECT 1 FROM erasures WHERE id = $1 AND decision = 'approved' AND done_at IS NULL`,
        [id],
      );
      if (!row) throw notFound();
      await record(tx, { action: 'rights.erasure_again', kind: 'erasure', ids: [id] });
      return { jobId: await this.jobs.enqueue(tx, 'erase-person', { erasureId: id }) };
    });
  }

  /** Day on which the person with this number was erased, or null. */
  erasedOn(actor: Actor, caseNumber: string): Promise<CivilDate | null> {
    return this.transactions.run(actor, async (tx) => {
      const number = parseCaseNumber(caseNumber);
      if (!number) throw new DomainError('invalid', 'people.case_number', {}, 'caseNumber');
      const [row] = await tx.query<{ on: CivilDate }>(
        `SELECT to_char(done_at, 'YYYY-MM-DD') AS on FROM erasures
          WHERE (number_digest = $1 OR $1 = ANY (other_digests)) AND done_at IS NOT NULL ORDER BY done_at DESC LIMIT 1`,
        [this.keys.caseNumberDigest(number)],
      );
      await record(tx, { action: 'rights.asked_by_number', kind: 'erasure', ids: [] });
      return row?.on ?? null;
    });
  }

  private async erase(work: WorkItem<'erase-person'>): Promise<void> {
    if (!may(work.actor, 'erasures:decide')) throw new DomainError('forbidden', 'access.not_yours');
    const { erasureId } = work.params;
    await this.transactions.run(work.actor, async (tx) => {
      const [row] = await tx.query(
        `SELECT 1 FROM erasures WHERE id = $1 AND decision = 'approved' AND done_at IS NULL`,
        [erasureId],
      );
      if (row) {
        await this.wipe(tx, erasureId);
        await record(tx, { action: 'rights.erased', kind: 'erasure', ids: [erasureId] });
      }
      await work.finish(tx, { erasureId });
    });
  }

  private async wipe(tx: Tx, erasureId: string): Promise<void> {
    try {
      const [row] = await tx.query<{ ids: string[] }>('SELECT files_to_erase($1) AS ids', [
        erasureId,
      ]);
      await tx.query('SELECT erase_case($1)', [erasureId]);
      // On the disk before the commit: after a crash between the two it is erased, never forgotten.
      for (const id of row?.ids ?? []) this.log.append(id, tx.now);
    } catch (error) {
      const refusal = constraintOf(error);
      for (const [obstacle, code] of Object.entries(ERASURE_OBSTACLE_CODES)) {
        if (refusal === `erasure_${obstacle}`) throw new DomainError('conflict', code);
      }
      throw error;
    }
  }

  /** After a restore, erases people again who had been erased, before anybody can sign in. */
  private async eraseAgain(): Promise<void> {
    const ids = this.log.caseIds();
    if (ids.length === 0) return;
    const count = await this.transactions.run(SETUP_ACTOR, async (tx) => {
      const [row] = await tx.query<{ count: number }>('SELECT erase_again($1) AS count', [ids]);
      if (row!.count > 0)
        await record(tx, { action: 'rights.erased_again', kind: 'erasure', ids: [] });
      return row!.count;
    });
    if (count > 0)
      this.logger.warn(`${count} people erased before this backup was restored are erased again`);
  }
}

async function mustHoldFully(tx: Tx, caseId: string): Promise<void> {
  const [row] = await tx.query<{ holds: boolean }>('SELECT mawa_holds_fully($1) AS holds', [
    caseId,
  ]);
  if (!row?.holds) throw new DomainError('forbidden', 'people.not_yours_to_hand_on');
}
