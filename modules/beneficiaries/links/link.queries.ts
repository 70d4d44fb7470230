/**
 * Rows of links and families. A link is visible to readers who see both of its ends. Joined cases are one person: the
 * requested case represents its own person, other people are represented by their continuing case.
 */
import type { Tx } from '../../platform/database/transactions';
import { translateGateErrors } from '../access/gate.errors';
import { filesIn } from '../person-files.queries';
import type { AgeCertainty, BornBetween } from '../new-person.types';
import { BORN_BETWEEN } from '../people.queries';
import type { EndReason, LinkKind } from './link.rules';

export interface LinkRow {
  readonly id: string;
  /** The file of this person in which it is written down. */
  readonly fileId: string;
  readonly kind: LinkKind;
  readonly from: string;
  readonly to: string;
  readonly otherId: string;
  readonly otherNumber: string;
  readonly since: string | null;
  readonly at: Date;
  readonly by: string;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly endReason: EndReason | null;
}

/** Whether it is a file of the asked person. */
const own = (column: string): string => `(${column} = ANY (${filesIn()}))`;
/** The requested case for its own person, otherwise the continuing case. */
const person = (column: string): string =>
  `CASE WHEN ${own(column)} THEN $1 ELSE mawa_person(${column}) END`;

/** Present links by kind, then ended links, latest first. */
export const linksOf = (tx: Tx, caseId: string): Promise<LinkRow[]> =>
  tx.query<LinkRow>(
    `SELECT l.id, CASE WHEN ${own('l.from_case')} THEN l.from_case ELSE l.to_case END AS "fileId",
            l.kind, ${person('l.from_case')} AS "from", ${person('l.to_case')} AS "to", c.id AS "otherId",
            c.case_number AS "otherNumber", l.since::text, l.made_at AS at, localized_name(u.name, u.names) AS by, l.ended_at AS "endedAt", localized_name(e.name, e.names) AS "endedBy", l.end_reason AS "endReason"
       FROM case_links l
       JOIN cases c ON c.id = mawa_person(CASE WHEN ${own('l.from_case')} THEN l.to_case ELSE l.from_case END)
       JOIN users u ON u.id = l.made_by LEFT JOIN users e ON e.id = l.ended_by
      WHERE (${own('l.from_case')} OR ${own('l.to_case')}) AND NOT (${own('l.from_case')} AND ${own('l.to_case')})
      ORDER BY l.ended_at DESC NULLS FIRST, l.kind, l.made_at, l.id`,
    [caseId],
  );

/** Present links among visible people, including the requested one, for the family tree. */
export const linksAmong = (
  tx: Tx,
  caseId: string,
  caseIds: readonly string[],
): Promise<{ kind: LinkKind; from: string; to: string }[]> =>
  tx.query(
    `SELECT kind, "from", "to" FROM (
       SELECT DISTINCT ON (kind, "from", "to") kind, ${person('from_case')} AS "from", ${person('to_case')} AS "to", made_at, id
         FROM case_links WHERE ended_at IS NULL AND from_case = ANY ($2::uuid[] || ${filesIn()} || mawa_files_of($2))
          AND to_case = ANY ($2::uuid[] || ${filesIn()} || mawa_files_of($2))
        ORDER BY kind, "from", "to", made_at, id) once
      WHERE "from" <> "to" ORDER BY made_at, id`,
    [caseId, caseIds],
  );

export async function linkOf(tx: Tx, caseId: string, id: string) {
  const [row] = await tx.query<{ kind: LinkKind; from: string; to: string; ended: boolean }>(
    `SELECT kind, from_case AS "from", to_case AS "to", ended_at IS NOT NULL AS ended FROM case_links
      WHERE id = $2 AND (${own('from_case')} OR ${own('to_case')})`,
    [caseId, id],
  );
  return row ?? null;
}

export interface Member {
  readonly familyId: string;
  readonly id: string;
  readonly caseNumber: string;
  readonly relation: string;
}

/** Visible members of the families of this person, including the person. */
export const familiesOf = (tx: Tx, caseId: string): Promise<Member[]> =>
  tx.query<Member>(
    `SELECT * FROM (
       SELECT DISTINCT ON (o.family_id, c.id) o.family_id AS "familyId", c.id, c.case_number AS "caseNumber", o.relation
         FROM family_members f JOIN family_members o USING (family_id) JOIN cases c ON c.id = ${person('o.case_id')}
        WHERE ${own('f.case_id')} ORDER BY o.family_id, c.id, o.case_id <> c.id, o.relation) once
      ORDER BY "familyId", relation <> 'self', relation, "caseNumber"`,
    [caseId],
  );

export const insertMember = (tx: Tx, familyId: string, caseId: string, relation: string) =>
  translateGateErrors(() =>
    tx.query('INSERT INTO family_members (family_id, case_id, relation) VALUES ($1, $2, $3)', [
      familyId,
      caseId,
      relation,
    ]),
  );

export const recordJoin = (tx: Tx, familyId: string, caseId: string, relation: string) =>
  tx.query(
    `INSERT INTO family_changes (family_id, case_id, change, relation, by) VALUES ($1, $2, 'joined', $3, $4)`,
    [familyId, caseId, relation, tx.actor.userId],
  );

/** Whether the actor's right reached the row: false leaves everything as it is. */
export async function removeMember(
  tx: Tx,
  familyId: string,
  caseId: string,
  reason: EndReason | 'split',
): Promise<boolean> {
  const gone = await tx.query(
    `DELETE FROM family_members WHERE family_id = $1 AND case_id = ANY (${filesIn('$2')}) RETURNING 1`,
    [familyId, caseId],
  );
  if (gone.length === 0) return false;
  await tx.query(
    `INSERT INTO family_changes (family_id, case_id, change, reason, by) VALUES ($1, $2, 'left', $3, $4)`,
    [familyId, caseId, reason, tx.actor.userId],
  );
  return true;
}

export interface AgeRow {
  readonly registeredOn: string;
  readonly birthYear: number | null;
  readonly ageAtRegistration: number | null;
  readonly ageCertainty: AgeCertainty;
  readonly bornBetween: BornBetween | null;
}

/** Unsealed age facts of both people of each couple that this person is part of. */
export const agesOfCouples = (tx: Tx, caseId: string): Promise<AgeRow[]> =>
  tx.query<AgeRow>(
    `SELECT c.registered_on::text AS "registeredOn", c.birth_year AS "birthYear",
            c.age_at_registration AS "ageAtRegistration", c.age_certainty AS "ageCertainty", ${BORN_BETWEEN}
       FROM case_links l JOIN cases c ON c.id IN (mawa_person(l.from_case), mawa_person(l.to_case))
      WHERE (${own('l.from_case')} OR ${own('l.to_case')}) AND l.kind = 'couple' AND l.ended_at IS NULL`,
    [caseId],
  );
