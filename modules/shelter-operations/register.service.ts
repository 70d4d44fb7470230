import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Lists, type Labels, labelsSql } from '../reference-lists';
import { constraintOf, Transactions, type Tx } from '../platform/database/transactions';
import { instantOf } from '../platform/database/typed-instant';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { loadBooking } from '../shelter-beds';
import { addDays } from '../platform/shared/nights.rules';
import type { OutingDto, VisitDto } from './daily.dto';
import { HouseTexts } from './house-texts.service';
import { ResidentNames } from './resident-names.service';
import { houseOf, residentsOf, type House, type ResidentRow } from './residents.queries';

export interface RegisteredResident extends ResidentRow {
  readonly name: string | null;
  readonly late: boolean;
}
export interface Visit {
  readonly id: string;
  readonly labels: Labels;
  readonly who: string;
  readonly inAt: Date;
  readonly outAt: Date | null;
}
export interface HouseRegister {
  readonly house: House;
  readonly inside: readonly RegisteredResident[];
  readonly out: readonly RegisteredResident[];
  readonly away: readonly RegisteredResident[];
  readonly visitors: readonly Visit[];
  readonly left: readonly Visit[];
  /** Number of beds of people whom the reader may not see. */
  readonly others: number;
}

const place = (row: string) => ({ table: 'house_visit_texts', column: 'sealed', row });
const VISIT_HOURS = 24;

/** Who is in the house now: those who live there, those who went out, those who visit. */
@Injectable()
export class Register {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly texts: HouseTexts,
    private readonly names: ResidentNames,
  ) {}

  of(actor: Actor, shelterId: string): Promise<HouseRegister> {
    return this.transactions.run(actor, async (tx) => {
      const house = await houseOf(tx, shelterId);
      const rows = await residentsOf(tx, shelterId, tx.tonight);
      const seen = rows.filter(({ caseId, arrived }) => caseId !== null && arrived);
      const names = await this.names.of(
        tx,
        seen.map(({ caseId }) => caseId),
      );
      const people = seen.map((row): RegisteredResident => ({
        ...row,
        name: names.get(row.caseId!) || null,
        late: row.backBy !== null && row.backBy < tx.now,
      }));
      const away = people.filter(
        ({ leaveId, missingId, returnLeaveId }) => leaveId ?? missingId ?? returnLeaveId,
      );
      const home = people.filter((one) => !away.includes(one));
      const visits = await this.visits(tx, shelterId);
      return {
        house,
        away,
        inside: home.filter(({ outingId }) => outingId === null),
        out: home.filter(({ outingId }) => outingId !== null),
        visitors: visits.filter(({ outAt }) => outAt === null),
        left: visits.filter(({ outAt }) => outAt !== null),
        others: rows.filter(({ caseId, arrived }) => caseId === null && arrived).length,
      };
    });
  }

  /** Going out needs no reason; a time of return is given only by somebody who wants to be waited for. */
  goesOut(actor: Actor, bookingId: string, { backBy, backAt }: OutingDto) {
    return this.transactions.run(actor, async (tx) => {
      const stay = await loadBooking(tx, bookingId);
      const house = await houseOf(tx, stay.shelterId);
      if (stay.state !== 'stay') throw new DomainError('conflict', 'house.not_a_stay');
      const until = backBy ? await instantOf(tx, backBy) : backAt ? await nextAt(tx, backAt) : null;
      if (until && !(until > tx.now)) {
        throw new DomainError('invalid', 'house.back_in_the_past', {}, 'backBy');
      }
      const [made] = await asOuting(() =>
        tx.query<{ id: string }>(
          `INSERT INTO house_outings (booking_id, case_id, back_by, out_by) VALUES ($1, $2, $3, mawa_actor()) RETURNING id`,
          [bookingId, stay.caseId, until],
        ),
      );
      await record(tx, { action: 'house.goes_out', kind: 'booking', ids: [bookingId] });
      return { id: made!.id, shelterId: house.id };
    });
  }

  comesBack(actor: Actor, outingId: string) {
    return this.transactions.run(actor, async (tx) => {
      const [outing] = await tx.query<{ bookingId: string; shelterId: string; back: boolean }>(
        `SELECT o.booking_id AS "bookingId", k.shelter_id AS "shelterId", o.back_at IS NOT NULL AS back
           FROM house_outings o JOIN bookings k ON k.id = o.booking_id WHERE o.id = $1 FOR UPDATE OF o`,
        [outingId],
      );
      if (!outing) throw notFound();
      await houseOf(tx, outing.shelterId);
      if (!outing.back) {
        await tx.query(
          'UPDATE house_outings SET back_at = mawa_now(), back_noted_by = mawa_actor() WHERE id = $1',
          [outingId],
        );
        await record(tx, { action: 'house.comes_back', kind: 'booking', ids: [outing.bookingId] });
      }
      return { id: outingId, shelterId: outing.shelterId };
    });
  }

  signIn(actor: Actor, shelterId: string, body: VisitDto, repeatId: string | null = null) {
    return this.transactions.once(
      actor,
      { useCase: 'house.visit', body: { shelterId, ...body }, requestId: repeatId },
      async (tx) => {
        await houseOf(tx, shelterId);
        const version = await this.lists.chosenFrom(tx, 'visit_purposes', body.purpose, 'purpose');
        const [made] = await tx.query<{ id: string }>(
          `INSERT INTO house_visits (shelter_id, purpose, list_version, in_by) VALUES ($1, $2, $3, mawa_actor()) RETURNING id`,
          [shelterId, body.purpose, version],
        );
        const { id } = made!;
        const sealed = await this.texts.seal(tx, 'visit', id, place(id), body.who);
        await tx.query('INSERT INTO house_visit_texts (visit_id, sealed) VALUES ($1, $2)', [
          id,
          sealed,
        ]);
        await record(tx, { action: 'house.visit', kind: 'visit', ids: [id] });
        return { id };
      },
    );
  }

  signOut(actor: Actor, visitId: string) {
    return this.transactions.run(actor, async (tx) => {
      const [visit] = await tx.query<{ shelterId: string }>(
        'SELECT shelter_id AS "shelterId" FROM house_visits WHERE id = $1',
        [visitId],
      );
      if (!visit) throw notFound();
      await tx.query(
        'UPDATE house_visits SET out_at = mawa_now(), out_by = mawa_actor() WHERE id = $1 AND out_at IS NULL',
        [visitId],
      );
      await record(tx, { action: 'house.visit_ends', kind: 'visit', ids: [visitId] });
      return { id: visitId, ...visit };
    });
  }

  private async visits(tx: Tx, shelterId: string): Promise<Visit[]> {
    const rows = await tx.query<Omit<Visit, 'who'> & { sealed: Buffer }>(
      `SELECT v.id, ${labelsSql('visit_purposes', 'v.list_version', 'v.purpose')} AS labels, v.in_at AS "inAt", v.out_at AS "outAt", t.sealed
         FROM house_visits v JOIN house_visit_texts t ON t.visit_id = v.id
        WHERE v.shelter_id = $1 AND (v.out_at IS NULL OR v.id IN (
          SELECT l.id FROM house_visits l
           WHERE l.shelter_id = $1 AND l.out_at > mawa_now() - make_interval(hours => $2) ORDER BY l.out_at DESC LIMIT 30))
        ORDER BY v.in_at DESC`,
      [shelterId, VISIT_HOURS],
    );
    const visits: Visit[] = [];
    for (const { sealed, ...row } of rows) {
      visits.push({
        ...row,
        who: await this.texts.open(tx, 'visit', row.id, place(row.id), sealed),
      });
    }
    if (rows.length > 0) {
      const ids = rows.map(({ id }) => id);
      await record(tx, { action: 'house.read_visits', kind: 'visit', ids });
    }
    return visits;
  }
}

/** When the programme's clocks show this hour next: tomorrow where it is past. */
async function nextAt(tx: Tx, time: string): Promise<Date> {
  const at = await instantOf(tx, `${tx.today}T${time}`);
  return at > tx.now ? at : instantOf(tx, `${addDays(tx.today, 1)}T${time}`);
}

async function asOuting<T>(add: () => Promise<T>): Promise<T> {
  try {
    return await add();
  } catch (error) {
    if (constraintOf(error) === 'house_outings_once') {
      throw new DomainError('conflict', 'house.is_out_already');
    }
    throw error;
  }
}
