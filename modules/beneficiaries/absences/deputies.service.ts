import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { colleaguesOf } from '../case-access.service';

export interface NewDeputy {
  /** Who is absent; the actor where left out. */
  readonly absentId?: string;
  readonly deputyId: string;
  /** First and last day; from this instant where left out. */
  readonly from?: CivilDate;
  readonly until: CivilDate;
}

export interface Deputy {
  readonly id: string;
  readonly absentId: string;
  readonly absent: string;
  readonly deputyId: string;
  readonly deputy: string;
  readonly from: Date;
  readonly until: Date;
  readonly givenById: string;
  readonly givenBy: string;
  readonly confirmedBy: string | null;
  readonly state: 'waits' | 'coming' | 'now' | 'over';
}

/** How long a deputy that is over stays on the page. */
const DAYS_SHOWN = 90;

const refused = constraintTranslator({
  deputies_one_at_a_time: ['conflict', 'absences.deputy_already', 'deputyId'],
  deputies_last_93_days: ['invalid', 'absences.too_long', 'until'],
  deputies_end_after_they_begin: ['invalid', 'absences.until_before_from', 'until'],
  deputies_second_person: ['forbidden', 'absences.second_person'],
  '42501': ['forbidden', 'access.not_yours'],
});

/**
 * Deputies of absent colleagues: until a day, the deputy gets the access that the colleague has in their own name.
 * Access by membership of a shelter is not included; an administrator gives that.
 */
@Injectable()
export class Deputies {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Present, future and recent deputies: all for supervisors and administrators, for others those that concern them.
   */
  list(actor: Actor): Promise<Deputy[]> {
    const all = actor.roles.some((role) => ['case_supervisor', 'administrator'].includes(role));
    return this.transactions.run(actor, (tx) =>
      tx.query<Deputy>(
        `SELECT d.id, d.user_id AS "absentId", localized_name(a.name, a.names) AS absent, d.deputy_id AS "deputyId", localized_name(p.name, p.names) AS deputy,
                d.from_at AS "from", least(d.until_at, d.ended_at) AS until, d.given_by AS "givenById",
                localized_name(g.name, g.names) AS "givenBy", localized_name(c.name, c.names) AS "confirmedBy",
                CASE WHEN d.ended_at IS NOT NULL OR d.until_at <= mawa_now() THEN 'over'
                     WHEN d.given_by <> d.user_id AND d.confirmed_by IS NULL THEN 'waits'
                     WHEN d.from_at > mawa_now() THEN 'coming' ELSE 'now' END AS state
           FROM deputies d JOIN users a ON a.id = d.user_id JOIN users p ON p.id = d.deputy_id
           JOIN users g ON g.id = d.given_by LEFT JOIN users c ON c.id = d.confirmed_by
          WHERE d.until_at > mawa_now() - make_interval(days => ${DAYS_SHOWN})
            AND ($1 OR $2 IN (d.user_id, d.deputy_id, d.given_by))
          ORDER BY d.until_at DESC, d.id LIMIT 200`,
        [all, actor.userId],
      ),
    );
  }

  name(
    actor: Actor,
    { absentId = actor.userId, deputyId, from, until }: NewDeputy,
  ): Promise<{ id: string; waits: boolean }> {
    return this.transactions.run(actor, async (tx) => {
      if (from !== undefined && from < tx.today) {
        throw new DomainError('invalid', 'absences.day_past', {}, 'from');
      }
      if (until < tx.today) throw new DomainError('invalid', 'absences.day_past', {}, 'until');
      if (deputyId === absentId) {
        throw new DomainError('invalid', 'absences.somebody_else', {}, 'deputyId');
      }
      if (deputyId === actor.userId) {
        throw new DomainError('forbidden', 'absences.not_yourself', {}, 'deputyId');
      }
      await mustHoldFiles(tx, absentId, 'absentId');
      await mustHoldFiles(tx, deputyId, 'deputyId');
      const [row] = await refused(
        tx.query<{ id: string }>(
          `INSERT INTO deputies (user_id, deputy_id, from_at, until_at, given_by)
           VALUES ($1, $2, greatest(mawa_now(), mawa_day_begins($3::date)), mawa_day_begins($4::date + 1), $5)
           RETURNING id`,
          [absentId, deputyId, from ?? tx.today, until, tx.actor.userId],
        ),
      );
      const waits = absentId !== actor.userId;
      if (waits) {
        await tx.query(
          `SELECT add_task('deputy_waits', NULL, $1, 'administrator', NULL, mawa_now())`,
          [row!.id],
        );
      }
      await record(tx, {
        action: 'users.name_deputy',
        kind: 'user',
        ids: [absentId, deputyId],
        fields: [`until:${until}`],
      });
      return { id: row!.id, waits };
    });
  }

  /** By an administrator, where a supervisor named a deputy for somebody else. */
  confirm(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const row = await this.open(tx, id);
      if (row.givenBy === row.absentId || row.confirmedBy !== null) {
        throw new DomainError('conflict', 'absences.confirmed_already');
      }
      await refused(
        tx.query('UPDATE deputies SET confirmed_by = $2, confirmed_at = mawa_now() WHERE id = $1', [
          id,
          tx.actor.userId,
        ]),
      );
      await record(tx, {
        action: 'users.confirm_deputy',
        kind: 'user',
        ids: [row.absentId, row.deputyId],
      });
    });
  }

  /** At this instant, by either of the two, a case supervisor or an administrator. */
  end(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { absentId, deputyId } = await this.open(tx, id);
      const ended = await tx.query<{ id: string }>(
        `UPDATE deputies SET ended_by = $2, ended_at = mawa_now() WHERE id = $1 AND ended_at IS NULL RETURNING id`,
        [id, tx.actor.userId],
      );
      if (ended.length === 0) throw new DomainError('forbidden', 'access.not_yours');
      await record(tx, { action: 'users.end_deputy', kind: 'user', ids: [absentId, deputyId] });
    });
  }

  private async open(tx: Tx, id: string) {
    const [row] = await tx.query<{
      absentId: string;
      deputyId: string;
      givenBy: string;
      confirmedBy: string | null;
    }>(
      `SELECT user_id AS "absentId", deputy_id AS "deputyId", given_by AS "givenBy", confirmed_by AS "confirmedBy"
         FROM deputies WHERE id = $1 AND ended_at IS NULL AND until_at > mawa_now()`,
      [id],
    );
    if (!row) throw notFound();
    return row;
  }
}

/** A colleague whose role opens cases. */
async function mustHoldFiles(tx: Tx, userId: string, field: string): Promise<void> {
  const [colleague] = await colleaguesOf(tx, userId);
  if (!colleague) throw new DomainError('invalid', 'people.cannot_be_assigned', {}, field);
}
