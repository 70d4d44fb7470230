import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { proposeSetting, type ProposedSetting } from '../../settings';
import { translateLegalErrors } from '../legal.errors';
import {
  closedDayIn,
  closedDaysIn,
  type ClosedDay,
  type Court,
  courtsIn,
  isClosedIn,
  mustBeOpenCourt,
} from './courts.queries';

export type NewCourt = Omit<
  Court,
  'id' | 'active' | 'revision' | 'office' | 'officePhone' | 'officeHours'
> &
  Partial<Pick<Court, 'office' | 'officePhone' | 'officeHours'>>;
export type ChangedCourt = NewCourt & Pick<Court, 'revision' | 'active'>;
export interface NewClosedDay {
  readonly day: CivilDate;
  /** All courts, where left out. */
  readonly courtId?: string | null;
  readonly yearly?: boolean;
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
  /** Decree or notice. */
  readonly source: string;
}
/** A proposed closed day, or its removal, as it is kept. */
export interface ClosedDayValue extends Pick<ClosedDay, 'courtId' | 'yearly' | 'fr' | 'ar' | 'en'> {
  /** The closed day that is removed; null where one is added. */
  readonly removes: string | null;
}

const blank = (text?: string | null): string | null => text?.trim() || null;

/**
 * Courts as data: who they are, the office that receives victims, when they do not sit. A closed day is proposed by one
 * person and written once another confirms it.
 */
@Injectable()
export class Courts {
  constructor(private readonly transactions: Transactions) {}

  all(actor: Actor): Promise<{ courts: Court[]; closedDays: ClosedDay[] }> {
    return this.transactions.run(actor, async (tx) => ({
      courts: await courtsIn(tx),
      closedDays: await closedDaysIn(tx),
    }));
  }

  one(actor: Actor, id: string): Promise<Court> {
    return this.transactions.run(actor, async (tx) => {
      const [court] = await courtsIn(tx, id);
      if (!court) throw notFound();
      return court;
    });
  }

  add(actor: Actor, court: NewCourt): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const id = randomUUID();
      await translateLegalErrors(
        tx.query(
          `INSERT INTO courts (id, kind, fr, ar, en, city, region, office, office_phone, office_hours)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          [id, ...valuesOf(court)],
        ),
      );
      await record(tx, { action: 'courts.add', kind: 'court', ids: [id] });
      return { id };
    });
  }

  change(actor: Actor, id: string, court: ChangedCourt): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [before] = await courtsIn(tx, id);
      if (!before) throw notFound();
      const changed = await translateLegalErrors(
        tx.query(
          `UPDATE courts SET kind = $2, fr = $3, ar = $4, en = $5, city = $6, region = $7, office = $8, office_phone = $9,
                  office_hours = $10, active = $12, revision = revision + 1
            WHERE id = $1 AND revision = $11 RETURNING id`,
          [id, ...valuesOf(court), court.revision, court.active],
        ),
      );
      if (changed.length === 0) throw new DomainError('conflict', 'legal.saved_by_another');
      await record(tx, { action: 'courts.change', kind: 'court', ids: [id] });
    });
  }

  closedDay(actor: Actor, id: string): Promise<ClosedDay> {
    return this.transactions.run(actor, (tx) => closedDayIn(tx, id));
  }

  /** Proposes a closed day. Once another person confirms it, those who follow a hearing on that day get a task. */
  proposeClosedDay(
    actor: Actor,
    { day, source, ...given }: NewClosedDay,
  ): Promise<ProposedSetting> {
    return this.transactions.run(actor, async (tx) => {
      if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, 'day');
      const courtId = given.courtId ?? null;
      if (courtId) await mustBeOpenCourt(tx, courtId);
      if (await isClosedIn(tx, courtId, day)) {
        throw new DomainError('conflict', 'legal.day_known', {}, 'day');
      }
      const { yearly = false, fr, ar, en } = given;
      const value: ClosedDayValue = { courtId, yearly, fr, ar, en, removes: null };
      return proposeSetting(tx, 'court_calendar', { value, from: day, source });
    });
  }

  /** The day is open again once another person confirms it. */
  proposeRemoval(actor: Actor, id: string, source: string): Promise<ProposedSetting> {
    return this.transactions.run(actor, async (tx) => {
      const { day, courtId, yearly, fr, ar, en } = await closedDayIn(tx, id);
      const value: ClosedDayValue = { courtId, yearly, fr, ar, en, removes: id };
      return proposeSetting(tx, 'court_calendar', { value, from: day, source });
    });
  }
}

const valuesOf = (court: NewCourt): unknown[] => [
  court.kind,
  court.fr.trim(),
  court.ar.trim(),
  court.en.trim(),
  court.city.trim(),
  court.region,
  blank(court.office),
  blank(court.officePhone),
  blank(court.officeHours),
];
