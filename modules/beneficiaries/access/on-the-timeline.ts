import type { Tx } from '../../../src/database/transactions';
import { translate } from '../../../src/web/i18n';
import type { TimelineEntry } from '../case-timeline';

interface GlassRow {
  readonly cause: string;
  readonly at: Date;
  readonly by: string;
  readonly verdict: string | null;
  readonly reviewedAt: Date | null;
  readonly reviewedBy: string | null;
}

/** That a case was opened in an emergency, and what the review said. Row level security says to whom. */
export async function glassOnTheTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const rows = await tx.query<GlassRow>(
    `SELECT g.cause, g.at, u.name AS by, g.verdict, g.reviewed_at AS "reviewedAt", r.name AS "reviewedBy"
       FROM break_glass g JOIN users u ON u.id = g.user_id LEFT JOIN users r ON r.id = g.reviewed_by
      WHERE g.case_id = $1`,
    [caseId],
  );
  return rows.flatMap(({ cause, at, by, verdict, reviewedAt, reviewedBy }): TimelineEntry[] => [
    {
      kind: 'access',
      at,
      by,
      sentence: (language) =>
        translate(language, 'case-access:timeline.opened', {
          cause: translate(language, `case-access:cause.${cause}`),
        }),
    },
    ...(verdict && reviewedAt && reviewedBy
      ? [
          {
            kind: 'access' as const,
            at: reviewedAt,
            by: reviewedBy,
            sentence: (language: Parameters<TimelineEntry['sentence']>[0]) =>
              translate(language, `case-access:timeline.${verdict}`),
          },
        ]
      : []),
  ]);
}

/** When the case became one for named people, and when it was lifted. */
export async function restrictionsOnTheTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const rows = await tx.query<{ at: Date; by: string; verb: 'restricted' | 'lifted' }>(
    `SELECT r.set_at AS at, u.name AS by, 'restricted' AS verb
       FROM case_restrictions r JOIN users u ON u.id = r.set_by WHERE r.case_id = $1
      UNION ALL
     SELECT r.lifted_at, u.name, 'lifted'
       FROM case_restrictions r JOIN users u ON u.id = r.lifted_by WHERE r.case_id = $1`,
    [caseId],
  );
  return rows.map(({ at, by, verb }) => ({
    kind: 'access',
    at,
    by,
    sentence: (language) => translate(language, `case-access:timeline.${verb}`),
  }));
}
