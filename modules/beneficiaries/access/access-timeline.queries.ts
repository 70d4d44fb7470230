import type { Tx } from '../../platform/database/transactions';
import { translate } from '../../platform/web/i18n';
import type { TimelineEntry } from '../case-timeline.service';

interface AccessRow {
  readonly verb: string;
  /** Of an emergency opening alone. */
  readonly cause: string | null;
  readonly at: Date;
  readonly by: string;
}

/**
 * That a case was opened in an emergency and what the review said; when it became one for named people,
 * and when that was lifted. Row level security says to whom.
 */
export async function accessTimelineEntries(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const rows = await tx.query<AccessRow>(
    `SELECT 'opened' AS verb, g.cause, g.at, localized_name(u.name, u.names) AS by
       FROM break_glass g JOIN users u ON u.id = g.user_id WHERE g.case_id = $1
      UNION ALL
     SELECT g.verdict, NULL, g.reviewed_at, localized_name(r.name, r.names)
       FROM break_glass g JOIN users r ON r.id = g.reviewed_by WHERE g.case_id = $1 AND g.verdict IS NOT NULL
      UNION ALL
     SELECT 'restricted', NULL, r.set_at, localized_name(u.name, u.names)
       FROM case_restrictions r JOIN users u ON u.id = r.set_by WHERE r.case_id = $1
      UNION ALL
     SELECT 'lifted', NULL, r.lifted_at, localized_name(u.name, u.names)
       FROM case_restrictions r JOIN users u ON u.id = r.lifted_by WHERE r.case_id = $1`,
    [caseId],
  );
  return rows.map(({ verb, cause, at, by }) => ({
    kind: 'access',
    at,
    by,
    sentence: (language) =>
      translate(
        language,
        `case-access:timeline.${verb}`,
        cause === null ? {} : { cause: translate(language, `case-access:cause.${cause}`) },
      ),
  }));
}
