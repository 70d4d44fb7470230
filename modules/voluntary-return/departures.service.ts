import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { settingOf } from '../plans';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import { DEPARTING, LAST_JOURNEY, LEGS } from './journeys.queries';
import type { Leg } from './journey.rules';
import { missingOf } from './track-access.queries';

export interface Departure {
  readonly trackId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly country: string;
  readonly leavesOn: CivilDate;
  readonly legs: readonly Leg[];
  readonly escort: string;
  readonly needs: readonly string[];
  readonly officer: string;
  /** All that is missing but the day itself. */
  readonly missing: readonly string[];
}
export interface Departures {
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly departures: readonly Departure[];
}

/** Departures of the coming days among visible people; missed ones first. */
@Injectable()
export class ReturnDepartures {
  constructor(private readonly transactions: Transactions) {}

  ahead(actor: Actor, on: CivilDate | null = null): Promise<Departures> {
    return this.transactions.run(actor, async (tx) => {
      const days = await settingOf(tx, 'return_departure_days', 60);
      const [from, until] = [on ?? tx.today, on ?? addDays(tx.today, days)];
      const rows = await tx.query<Omit<Departure, 'missing'>>(
        `SELECT t.id AS "trackId", coalesce(c.merged_into, c.id) AS "caseId", coalesce(m.case_number, c.case_number) AS "caseNumber",
                t.country, j.leaves_on::text AS "leavesOn", ${LEGS} AS legs, j.escort, j.needs, localized_name(u.name, u.names) AS officer
           FROM ${DEPARTING} LEFT JOIN cases m ON m.id = c.merged_into JOIN users u ON u.id = t.officer_id
          WHERE ${LAST_JOURNEY} AND j.leaves_on <= $2 AND ($1::date IS NULL OR j.leaves_on = $1)
          ORDER BY j.leaves_on, j.id LIMIT 300`,
        [on, until],
      );
      const leaving = rows.map(({ trackId: id }) => ({ id, to: 'travelling' as const }));
      const missing = await missingOf(tx, leaving, tx.today);
      const departures = rows.map((row): Departure => {
        const needs = missing.get(row.trackId) ?? [];
        return { ...row, missing: needs.filter((need) => need !== 'day') };
      });
      const ids = [...new Set(rows.map(({ caseId }) => caseId))];
      await record(tx, { action: 'returns.departures', kind: 'case', ids });
      return { from, until, departures };
    });
  }
}
