import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Lists, type Labels, labelsSql } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { MissingOutcome } from './house.dto';
import { loadBooking, mustAnswerFor, NightCorrections, closeAbsence } from '../shelter-beds';
import { NightPresences } from './night-presence.service';
import { ResidentNames } from './resident-names.service';

interface MissingRow {
  readonly id: string;
  readonly bookingId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly sinceNight: CivilDate;
  readonly noticedAt: Date;
  readonly noticedBy: string;
  readonly endedAt: Date | null;
  readonly outcome: string | null;
  readonly shelterId: string;
  /** Where they sleep, for that house and for those who hold the case. */
  readonly shelter: string | null;
  readonly room: string | null;
  readonly bed: string | null;
  readonly minor: boolean;
}
export interface MissingPerson extends MissingRow {
  readonly name: string | null;
  /** First steps in order, with the colleague who did each. */
  readonly steps: readonly {
    readonly code: string;
    readonly labels: Labels;
    readonly by: string | null;
    readonly at: Date | null;
  }[];
  /** Where the person works is where they are received again. */
  readonly here: boolean;
}

/** Somebody who is not where they sleep: what to do first, who has done what, and how it ended. */
@Injectable()
export class MissingPeople {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly corrections: NightCorrections,
    private readonly presence: NightPresences,
    private readonly names: ResidentNames,
  ) {}

  one(actor: Actor, id: string): Promise<MissingPerson> {
    return this.transactions.run(actor, async (tx) => {
      const row = await find(tx, id);
      const names = await this.names.of(tx, [row.caseId]);
      return {
        ...row,
        name: names.get(row.caseId) ?? null,
        steps: await this.steps(tx, row),
        here: tx.actor.shelterIds.includes(row.shelterId),
      };
    });
  }

  /** Marks a step as done; a repetition keeps the first entry. */
  done(actor: Actor, id: string, step: string) {
    return this.transactions.run(actor, async (tx) => {
      const { caseId, endedAt } = await find(tx, id);
      if (endedAt) throw new DomainError('conflict', 'house.missing_is_over');
      const version = await this.lists.chosenFrom(tx, 'missing_first_steps', step, 'step');
      await tx.query(
        `INSERT INTO missing_steps (missing_id, case_id, step, list_version, by)
         VALUES ($1, $2, $3, $4, mawa_actor()) ON CONFLICT DO NOTHING`,
        [id, caseId, step, version],
      );
      await record(tx, {
        action: 'house.missing_step',
        kind: 'case',
        ids: [caseId],
        fields: [step],
      });
      return { id, step };
    });
  }

  /**
   * Ends the absence. A returned person sleeps here tonight; a person safe elsewhere keeps the bed until it is decided.
   */
  end(actor: Actor, id: string, outcome: MissingOutcome) {
    return this.transactions.run(actor, async (tx) => {
      await this.corrections.shareClosingLock(tx);
      let stay = await loadBooking(tx, (await find(tx, id)).bookingId);
      // Read again under the lock of the stay: a colleague may have answered, noted the exit or moved the bed.
      const { caseId, endedAt, bookingId, sinceNight } = await find(tx, id);
      if (endedAt) throw new DomainError('conflict', 'house.missing_is_over');
      if (bookingId !== stay.id) stay = await loadBooking(tx, bookingId);
      await mustAnswerFor(tx, stay);
      if (outcome === 'mistake') {
        await this.presence.undoMissing(tx, caseId, sinceNight);
      } else if (outcome === 'returned' && stay.state === 'stay') {
        await this.presence.record(tx, stay, tx.tonight, 'here');
      } else if (outcome === 'safe_elsewhere' && stay.state === 'stay') {
        await this.presence.awayWithNews(tx, stay, tx.tonight);
      }
      await closeAbsence(tx, caseId, outcome);
      await tx.query(
        'UPDATE missing_people SET outcome = $2 WHERE id = $1 AND outcome IS DISTINCT FROM $2',
        [id, outcome],
      );
      await record(tx, { action: `house.missing_${outcome}`, kind: 'case', ids: [caseId] });
      return { id, outcome, shelterId: stay.shelterId };
    });
  }

  private async steps(tx: Tx, { id, minor }: MissingRow): Promise<MissingPerson['steps']> {
    const done = await tx.query<{ code: string; labels: Labels; by: string; at: Date }>(
      `SELECT s.step AS code, ${labelsSql('missing_first_steps', 's.list_version', 's.step')} AS labels, localized_name(u.name, u.names) AS by, s.at
         FROM missing_steps s JOIN users u ON u.id = s.by WHERE s.missing_id = $1`,
      [id],
    );
    const known = new Map(done.map((one) => [one.code, one]));
    const { items } = (await this.lists.inForce(tx, ['missing_first_steps'])).missing_first_steps;
    const wanted = items.filter(
      ({ code, retired }) =>
        known.has(code) || (!retired && code !== (minor ? 'decide_police' : 'child_authorities')),
    );
    return wanted.map(({ code, labels }) => ({
      code,
      labels: known.get(code)?.labels ?? labels,
      by: known.get(code)?.by ?? null,
      at: known.get(code)?.at ?? null,
    }));
  }
}

async function find(tx: Tx, id: string): Promise<MissingRow> {
  const [row] = await tx.query<MissingRow>(
    `SELECT x.id, x.booking_id AS "bookingId", x.case_id AS "caseId", c.case_number AS "caseNumber",
            x.since_night::text AS "sinceNight", x.noticed_at AS "noticedAt", localized_name(u.name, u.names) AS "noticedBy",
            x.ended_at AS "endedAt", x.outcome, s.id AS "shelterId",
            CASE WHEN t.visible THEN localized_name(s.code_name, s.names) END AS shelter, CASE WHEN t.visible THEN localized_name(m.name, m.names) END AS room, CASE WHEN t.visible THEN b.label END AS bed,
            coalesce(k.mix_sign IN ('girl', 'boy'), true) AS minor
       FROM missing_people x JOIN cases c ON c.id = x.case_id JOIN users u ON u.id = x.noticed_by
       JOIN bookings k ON k.id = x.booking_id JOIN beds b ON b.id = k.bed_id JOIN rooms m ON m.id = b.room_id
       JOIN shelters s ON s.id = k.shelter_id
       CROSS JOIN LATERAL (SELECT mawa_holds_fully(x.case_id) OR k.shelter_id = ANY (mawa_principals()) AS visible) t
      WHERE x.id = $1`,
    [id],
  );
  if (!row) throw notFound();
  return row;
}
