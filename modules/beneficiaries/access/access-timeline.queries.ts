import type { Tx } from '../../platform/database/transactions';
import { translate } from '../../platform/web/i18n';
import type { TimelineEntry } from '../case-timeline.service';

interface AccessRow {
  readonly verb: string;
  /** For break-glass access only. */
  readonly cause: string | null;
  readonly at: Date;
  readonly by: string;
}

/**
 * Timeline entries about break-glass access and its review, and about the beginning and end of a restriction. Row-level
 * security decides who reads them.
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
