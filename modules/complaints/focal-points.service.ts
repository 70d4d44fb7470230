import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';

export const OBSTACLES = [
  'waiting',
  'no_organisation',
  'works_in_a_shelter',
  'other_role',
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

export interface FocalPoint {
  readonly userId: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly level: 'first' | 'escalation';
  readonly since: Date;
  /** Why the role does not count, where it does not. */
  readonly obstacles: readonly Obstacle[];
}

/** Missing focal points because of which a complaint could have no reader; independent of any complaint. */
export const GAPS = ['two_organisations', 'escalation'] as const;
export type Gap = (typeof GAPS)[number];

/** Who is named to read complaints; naming, confirming and ending are those of any role. */
@Injectable()
export class FocalPoints {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<{ focalPoints: FocalPoint[]; gaps: Gap[] }> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await tx.query<Omit<FocalPoint, 'obstacles'> & Record<Obstacle, boolean>>(
        `SELECT u.id AS "userId", localized_name(u.name, u.names) AS name, localized_name(o.name, o.names) AS organisation, r.granted_at AS since,
                CASE o.kind WHEN 'commission' THEN 'escalation' ELSE 'first' END AS level,
                r.confirmed_by IS NULL AS waiting, o.id IS NULL AS no_organisation,
                EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.principal_kind = 'shelter'
                  AND (m.until_at IS NULL OR m.until_at > mawa_now())) AS works_in_a_shelter,
                EXISTS (SELECT 1 FROM current_roles x WHERE x.user_id = u.id AND x.ended_at IS NULL
                  AND x.role IN ('administrator', 'auditor', 'shelter_manager', 'shelter_staff')) AS other_role
           FROM current_roles r JOIN users u ON u.id = r.user_id AND u.active LEFT JOIN organisations o ON o.id = u.organisation_id
          WHERE r.role = 'focal_point' AND r.ended_at IS NULL ORDER BY level DESC, localized_name(u.name, u.names), u.id`,
      );
      const focalPoints = rows.map((row) => ({
        userId: row.userId,
        name: row.name,
        organisation: row.organisation,
        level: row.level,
        since: row.since,
        obstacles: OBSTACLES.filter((obstacle) => row[obstacle]),
      }));
      return { focalPoints, gaps: gapsOf(focalPoints) };
    });
  }
}

export function gapsOf(focalPoints: readonly FocalPoint[]): Gap[] {
  const counting = focalPoints.filter(({ obstacles }) => obstacles.length === 0);
  const first = counting.filter(({ level }) => level === 'first');
  return GAPS.filter((gap) =>
    gap === 'escalation'
      ? !counting.some(({ level }) => level === 'escalation')
      : new Set(first.map(({ organisation }) => organisation)).size < 2,
  );
}
