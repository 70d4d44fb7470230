import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type AgendaEntry, AgendaSources } from '../../plans';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { translate } from '../../platform/web/i18n';

/** Whose stay ends in the coming days, for those who accompany the person or work in the house. */
@Injectable()
export class StayAgendaSource implements OnModuleInit {
  constructor(private readonly days: AgendaSources) {}

  onModuleInit(): void {
    this.days.add(endingStays);
  }
}

interface StayEnding {
  readonly bookingId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly day: CivilDate;
}

async function endingStays(tx: Tx, until: CivilDate): Promise<AgendaEntry[]> {
  const endings = await tx.query<StayEnding>(
    `SELECT k.id AS "bookingId", c.id AS "caseId", c.case_number AS "caseNumber", k.ends_on::text AS day
       FROM bookings k JOIN booking_people bp ON bp.booking_id = k.id JOIN cases c ON c.id = bp.case_id
      WHERE k.state = 'stay' AND k.ends_on <= $1
      ORDER BY k.ends_on, c.case_number LIMIT 50`,
    [until],
  );
  return endings.map(({ bookingId, day, ...person }) => ({
    ...person,
    day: day < tx.today ? tx.today : day,
    icon: 'bed',
    path: `/beds/bookings/${bookingId}`,
    sentence: (language) =>
      translate(language, day < tx.today ? 'plans:day.stay_over' : 'plans:day.stay_ends'),
  }));
}
