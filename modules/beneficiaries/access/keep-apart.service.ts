import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { parseCaseNumber } from '../case-number.rules';
import { CaseSeals } from '../case-seals.service';
import { PickPeople } from '../pick/pick-people.service';
import { personByNumber } from '../people.queries';
import { People } from '../people.service';
import { mustAnswerFor } from './gate.errors';

const endPlace = (id: string) => ({ table: 'keep_apart', column: 'end_reason', row: id });

/** Two people who must never sleep under one roof; readable by those who may read both stories. */
@Injectable()
export class KeepApart {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly seals: CaseSeals,
    private readonly picks: PickPeople,
  ) {}

  decide(actor: Actor, caseId: string, otherCaseId: string): Promise<{ id: string }> {
    return this.transactions.run(actor, (tx) => this.decideIn(tx, caseId, otherCaseId));
  }

  /** A number that cannot be seen is answered as one that does not exist. */
  async decideByNumber(actor: Actor, caseId: string, typed: string): Promise<{ id: string }> {
    const meant = await this.picks.numberOf(actor, typed, 'otherNumber');
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      const number = parseCaseNumber(meant);
      const other = number === null ? null : await personByNumber(tx, number);
      if (!other) throw new DomainError('invalid', 'people.case_number', {}, 'otherNumber');
      if (other.id === caseId) {
        throw new DomainError('invalid', 'people.apart_from_self', {}, 'otherNumber');
      }
      return this.decideIn(tx, caseId, other.id);
    });
  }

  /** By those who answer for both, and with a reason, which is sealed under the first person's key. */
  end(actor: Actor, caseId: string, id: string, reason: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      const [pair] = await tx.query<{ one: string; two: string; ended: boolean }>(
        `SELECT case_id AS one, from_case_id AS two, ended_at IS NOT NULL AS ended FROM keep_apart
          WHERE id = $1 AND $2 IN (case_id, from_case_id)`,
        [id, caseId],
      );
      if (!pair) throw notFound();
      await tx.query('SELECT placing_locks($1, $2)', [[], [pair.one, pair.two]]);
      await mustAnswerFor(tx, this.people, pair.one);
      await mustAnswerFor(tx, this.people, pair.two);
      const sealed = await this.seals.sealText(tx, pair.one, endPlace(id), reason);
      const ended = await tx.query(
        `UPDATE keep_apart SET ended_at = mawa_now(), ended_by = mawa_actor(), end_reason = $2
          WHERE id = $1 AND ended_at IS NULL RETURNING id`,
        [id, sealed],
      );
      if (ended.length === 0) throw new DomainError('conflict', 'case-access.apart_ended');
      const ids = [pair.one, pair.two, id];
      await record(tx, { action: 'people.end_keep_apart', kind: 'case', ids, fields: ['reason'] });
    });
  }

  private async decideIn(tx: Tx, caseId: string, otherCaseId: string): Promise<{ id: string }> {
    await this.people.find(tx, caseId);
    await this.people.find(tx, otherCaseId);
    // A placement under way and this decision never miss each other.
    await tx.query('SELECT placing_locks($1, $2)', [[], [caseId, otherCaseId]]);
    if (caseId === otherCaseId) {
      throw new DomainError('invalid', 'people.apart_from_self', {}, 'otherCaseId');
    }
    await mustAnswerFor(tx, this.people, caseId);
    await mustAnswerFor(tx, this.people, otherCaseId);
    const [before] = await tx.query<{ id: string }>(
      `SELECT id FROM keep_apart WHERE ended_at IS NULL
          AND (case_id = $1 AND from_case_id = $2 OR case_id = $2 AND from_case_id = $1)`,
      [caseId, otherCaseId],
    );
    if (before) return before;
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO keep_apart (case_id, from_case_id, decided_by) VALUES ($1, $2, $3) RETURNING id`,
      [caseId, otherCaseId, tx.actor.userId],
    );
    // Where both sleep under one roof already, those who hold them look; the cause is in no task.
    await tx.query('SELECT open_separation_tasks($1)', [[caseId, otherCaseId]]);
    await record(tx, { action: 'people.keep_apart', kind: 'case', ids: [caseId, otherCaseId] });
    return row!;
  }
}

export interface ApartRow {
  readonly id: string;
  readonly caseNumber: string;
  readonly at: Date;
  readonly by: string;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
}

/** Rows of people kept apart whose part `story` the actor may read for both. */
export const apartOf = (tx: Tx, caseId: string): Promise<ApartRow[]> =>
  tx.query<ApartRow>(
    `SELECT k.id, c.case_number AS "caseNumber", k.decided_at AS at, localized_name(u.name, u.names) AS by,
            k.ended_at AS "endedAt", localized_name(e.name, e.names) AS "endedBy"
       FROM keep_apart k
       JOIN cases c ON c.id = CASE WHEN k.case_id = $1 THEN k.from_case_id ELSE k.case_id END
       JOIN users u ON u.id = k.decided_by LEFT JOIN users e ON e.id = k.ended_by
      WHERE $1 IN (k.case_id, k.from_case_id) ORDER BY k.ended_at NULLS FIRST, k.decided_at`,
    [caseId],
  );
