import { Injectable } from '@nestjs/common';
import { recordReading } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { monthOf, weeksOf } from './calendar.rules';
import type { ProceedingKind } from '../legal.rules';
import { type ClosedDay, closedDaysIn, type Court, courtsIn } from '../courts/courts.queries';
import { HEARING_COLUMNS, type HearingRow } from '../proceedings/proceedings.queries';

export interface HearingFilter {
  /** `2026-11`; the present one where left out. */
  readonly month?: string;
  readonly officerId?: string;
  readonly courtId?: string;
  /** Code shown in the external calendar. */
  readonly code?: string;
}

export interface HearingListItem extends Omit<HearingRow, 'place' | 'note'> {
  readonly caseNumber: string;
  readonly proceedingKind: ProceedingKind;
  readonly officerId: string;
  readonly officer: string;
}

export interface HearingCalendar {
  readonly today: CivilDate;
  readonly month: string;
  /** Planned ones, next first. */
  readonly next: readonly HearingListItem[];
  readonly total: number;
  /** All of the month's sheet, whatever became of them. */
  readonly shown: readonly HearingListItem[];
  readonly closedDays: readonly ClosedDay[];
  readonly courts: readonly Court[];
  readonly officers: readonly { readonly id: string; readonly name: string }[];
}

export interface ComingHearings {
  readonly today: CivilDate;
  readonly next: readonly HearingListItem[];
  /** Total of planned hearings from today on. */
  readonly total: number;
}

const MAX_LISTED = 60;
const MAX_IN_CALENDAR = 500;

/** Hearings of all visible people. */
@Injectable()
export class HearingCalendars {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, filter: HearingFilter): Promise<HearingCalendar> {
    return this.transactions.run(actor, async (tx) => {
      const month = filter.month ?? monthOf(tx.today);
      const weeks = weeksOf(month);
      const sheet = { from: weeks[0]![0]!.day, until: addDays(weeks.at(-1)![6]!.day, 1) };
      const coming = { ...filter, from: tx.today };
      const next = await hearingsIn(tx, coming, MAX_LISTED, true);
      const shown = await hearingsIn(tx, { ...filter, ...sheet }, MAX_IN_CALENDAR, false);
      await recordReading(
        tx,
        'hearings.list',
        [...next, ...shown].map(({ caseId }) => caseId),
      );
      return {
        today: tx.today,
        month,
        next,
        total: await countIn(tx, coming),
        shown,
        closedDays: await closedDaysIn(tx),
        courts: await courtsIn(tx),
        officers: await tx.query(
          `SELECT DISTINCT u.id, localized_name(u.name, u.names) AS name FROM proceedings p JOIN users u ON u.id = p.officer_id ORDER BY localized_name(u.name, u.names)`,
        ),
      };
    });
  }

  /** The next ones, for the first page. */
  coming(actor: Actor, most: number): Promise<ComingHearings> {
    return this.transactions.run(actor, async (tx) => {
      const next = await hearingsIn(tx, { from: tx.today }, most, true);
      await recordReading(
        tx,
        'hearings.list',
        next.map(({ caseId }) => caseId),
      );
      return { today: tx.today, next, total: await countIn(tx, { from: tx.today }) };
    });
  }

  /** Hearings of the actor's coming days. */
  async comingIn(tx: Tx, until: CivilDate): Promise<HearingListItem[]> {
    const coming = await hearingsIn(
      tx,
      { from: tx.today, until: addDays(until, 1) },
      MAX_LISTED,
      true,
    );
    return coming.filter(({ startsAt }) => startsAt > tx.now);
  }
}

interface HearingDayFilter extends HearingFilter {
  readonly from: CivilDate;
  /** Not included. */
  readonly until?: CivilDate;
}

const WHERE = `($1::date IS NULL OR h.day >= $1) AND ($2::date IS NULL OR h.day < $2) AND ($3::uuid IS NULL OR p.officer_id = $3)
  AND ($4::uuid IS NULL OR h.court_id = $4) AND ($5::text IS NULL OR h.code = $5)`;
/** To come, of a proceeding that goes on: one that was closed before 0.2.0 left its hearings planned. */
const OPEN = `AND h.state = 'planned' AND p.state <> 'closed'`;
const valuesOf = ({ from, until, officerId, courtId, code }: HearingDayFilter): unknown[] =>
  [from, until, officerId, courtId, code].map((value) => value ?? null);

const hearingsIn = (
  tx: Tx,
  filter: HearingDayFilter,
  most: number,
  open: boolean,
): Promise<HearingListItem[]> =>
  tx.query<HearingListItem>(
    `SELECT ${HEARING_COLUMNS.replace('h.place, h.note, ', '')}, k.case_number AS "caseNumber", p.kind AS "proceedingKind",
            p.officer_id AS "officerId", localized_name(u.name, u.names) AS officer
       FROM hearings h JOIN proceedings p ON p.id = h.proceeding_id JOIN cases k ON k.id = h.case_id
       JOIN courts c ON c.id = h.court_id JOIN users u ON u.id = p.officer_id
      WHERE ${WHERE} AND k.case_number IS NOT NULL ${open ? OPEN : ''} ORDER BY h.starts_at, h.id LIMIT ${most}`,
    valuesOf(filter),
  );

async function countIn(tx: Tx, filter: HearingDayFilter): Promise<number> {
  const [row] = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM hearings h JOIN proceedings p ON p.id = h.proceeding_id WHERE ${WHERE} ${OPEN}`,
    valuesOf(filter),
  );
  return row!.total;
}
