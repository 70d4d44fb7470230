import type { Tx } from '../../platform/database/transactions';
import type { GrantSpan } from './expected-reports.rules';

export const grantSpans = (tx: Tx): Promise<GrantSpan[]> =>
  tx.query<GrantSpan>(
    `SELECT g.id, g.code, g.starts_on::text AS "startsOn", g.ends_on::text AS "endsOn",
            coalesce((SELECT jsonb_agg(p) FROM (SELECT o.id, o.name, min(a.starts_on)::text AS since FROM agreements a
              JOIN organisations o ON o.id = a.organisation_id
             WHERE a.grant_id = g.id AND a.amount IS NOT NULL
               AND EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id) GROUP BY o.id, o.name) p), '[]') AS partners,
            ARRAY(SELECT o.code FROM grant_shares s JOIN organisations o ON o.id = s.organisation_id WHERE s.grant_id = g.id) AS agencies
       FROM grants g ORDER BY g.code`,
  );

export interface BegunReport {
  readonly id: string;
  /** As `nameOfExpected` writes it. */
  readonly of: string;
  readonly state: 'drafting' | 'drafted' | 'frozen';
}

/** What is begun already, however old. */
export const begunReports = (tx: Tx): Promise<BegunReport[]> =>
  tx.query<BegunReport>(
    `SELECT id, concat_ws(' ', kind, grant_id, period_from, period_until, subject_id) AS of, state FROM reports WHERE state <> 'superseded'`,
  );
