import { asFigures, type Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import {
  type FirstDueDays,
  firstPeriodKey,
  type GrantSpan,
  type PutAway,
} from './expected-reports.rules';

export const grantSpans = (tx: Tx): Promise<GrantSpan[]> =>
  tx.query<GrantSpan>(
    `SELECT g.id, g.code, g.starts_on::text AS "startsOn", g.ends_on::text AS "endsOn",
            coalesce((SELECT jsonb_agg(p) FROM (SELECT o.id, localized_name(o.name, o.names) AS name, min(a.starts_on)::text AS since FROM agreements a
              JOIN organisations o ON o.id = a.organisation_id
             WHERE a.grant_id = g.id AND a.amount IS NOT NULL
               AND EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id) GROUP BY o.id) p), '[]') AS partners,
            ARRAY(SELECT o.code FROM grant_shares s JOIN organisations o ON o.id = s.organisation_id WHERE s.grant_id = g.id) AS agencies,
            coalesce((SELECT jsonb_object_agg(c.kind, jsonb_build_object('firstFrom', c.first_from, 'dueDays', c.due_days, 'languages', to_jsonb(c.languages)))
              FROM grant_report_calendar c WHERE c.grant_id = g.id), '{}') AS calendar
       FROM grants g ORDER BY g.code`,
  );

export interface BegunReport {
  readonly id: string;
  /** As `nameOfExpected` writes it. */
  readonly of: string;
  readonly state: 'drafting' | 'drafted' | 'frozen';
}

/** Reports already begun, of any period. */
export const begunReports = (tx: Tx): Promise<BegunReport[]> =>
  tx.query<BegunReport>(
    `SELECT id, concat_ws(' ', kind, grant_id, period_from, period_until, subject_id) AS of, state FROM reports WHERE state <> 'superseded'`,
  );

/** Latest decision on a due report. */
export interface Disposition {
  /** As `expectedReportKey` writes it. */
  readonly of: string;
  readonly disposition: PutAway | 'due_again';
  readonly reason: string;
  readonly sentOn: CivilDate | null;
  readonly sentTo: string | null;
  readonly reference: string | null;
  readonly by: string;
  readonly at: Date;
}

/** Every decision, the last of a report first. */
export const listDispositions = (tx: Tx): Promise<Disposition[]> =>
  tx.query<Disposition>(
    `SELECT concat_ws(' ', d.kind, d.grant_id, d.period_from, d.period_until, d.subject_id) AS of, d.disposition, d.reason,
            d.sent_on::text AS "sentOn", d.sent_to AS "sentTo", d.reference, localized_name(u.name, u.names) AS by, d.at
       FROM report_dispositions d JOIN users u ON u.id = d.by
      ORDER BY d.version DESC, d.id`,
  );

export interface FirstPeriodRow {
  readonly kind: string;
  readonly grantId: string;
  readonly firstFrom: CivilDate | null;
  readonly by: string;
  readonly at: Date;
}

/** All settings of first periods, latest first. */
export const listFirstPeriods = (tx: Tx): Promise<FirstPeriodRow[]> =>
  tx.query<FirstPeriodRow>(
    `SELECT f.kind, f.grant_id AS "grantId", f.first_from::text AS "firstFrom", localized_name(u.name, u.names) AS by, f.at
       FROM report_first_periods f JOIN users u ON u.id = f.by ORDER BY f.id DESC`,
  );

/** First due days by grant; the terms of the grant take precedence over settings. */
export async function firstDueDays(
  tx: Tx,
  grants: readonly Pick<GrantSpan, 'id' | 'calendar'>[],
): Promise<FirstDueDays> {
  const set = new Map<string, CivilDate | null>();
  for (const row of await listFirstPeriods(tx)) {
    if (!set.has(firstPeriodKey(row))) set.set(firstPeriodKey(row), row.firstFrom);
  }
  for (const { id, calendar } of grants) {
    for (const [kind, { firstFrom }] of Object.entries(calendar))
      set.set(firstPeriodKey({ kind, grantId: id }), firstFrom);
  }
  return { set, dataBegin: (await dataBegin(tx)) ?? tx.tonight };
}

/**
 * The first night that was closed or the first day of the ledger; the first person registered where there is neither,
 * because people who are brought in keep the day of their registration before Mawa.
 */
async function dataBegin(tx: Tx): Promise<CivilDate | null> {
  const [row] = await asFigures(tx, () =>
    tx.query<{ day: CivilDate | null }>(
      `SELECT coalesce(least((SELECT min(night) FROM closed_nights), (SELECT min(booked_on) FROM ledger_transactions WHERE source_kind NOT IN ('opening', 'reversal'))),
                (SELECT min(registered_on) FROM cases))::text AS day`,
    ),
  );
  return row!.day;
}
