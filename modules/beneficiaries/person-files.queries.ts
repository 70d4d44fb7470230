/** Joined cases of one person: reading follows from the continuing case to the others. */
import type { Tx } from '../platform/database/transactions';

/** All files of the person whose file this is, this one among them; only those that the actor may see. */
export async function filesOf(tx: Tx, caseId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('SELECT mawa_files($1) AS id', [caseId]);
  return rows.length > 0 ? rows.map(({ id }) => id) : [caseId];
}

/** SQL expression for the ids of all joined cases, for use within a statement. */
export const filesIn = (file = '$1'): string => `ARRAY(SELECT mawa_files(${file}))`;

export interface FileName {
  readonly id: string;
  readonly caseNumber: string;
}

/** The continuing case, if this one was joined to it. */
export async function joinedTo(tx: Tx, caseId: string): Promise<FileName | null> {
  return (await joinsOf(tx, caseId)).joinedTo;
}

export interface JoinedFile extends FileName {
  readonly mergeId: string;
  readonly at: Date;
  readonly by: string;
}

/** Files that were joined to this one. */
export const joinedFiles = (tx: Tx, caseId: string): Promise<JoinedFile[]> =>
  tx.query<JoinedFile>(
    `SELECT c.id, c.case_number AS "caseNumber", m.id AS "mergeId", m.at, localized_name(u.name, u.names) AS by
       FROM case_merges m JOIN cases c ON c.id = m.case_id JOIN users u ON u.id = m.by
      WHERE m.into_id = $1 AND m.undone_at IS NULL ORDER BY m.at, m.id`,
    [caseId],
  );

/** The continuing case, if this one was joined to it, and the cases joined to this one. */
export async function joinsOf(
  tx: Tx,
  caseId: string,
): Promise<{ joinedTo: FileName | null; joined: JoinedFile[] }> {
  const rows = await tx.query<JoinedFile & { into: boolean }>(
    `SELECT true AS into, p.id, p.case_number AS "caseNumber", NULL::uuid AS "mergeId", NULL::timestamptz AS at, NULL AS by
       FROM cases c JOIN cases p ON p.id = c.merged_into WHERE c.id = $1
     UNION ALL
     SELECT false, c.id, c.case_number, m.id, m.at, localized_name(u.name, u.names) AS name
       FROM case_merges m JOIN cases c ON c.id = m.case_id JOIN users u ON u.id = m.by
      WHERE m.into_id = $1 AND m.undone_at IS NULL ORDER BY at, "mergeId"`,
    [caseId],
  );
  const goesOn = rows.find(({ into }) => into);
  return {
    joinedTo: goesOn ? { id: goesOn.id, caseNumber: goesOn.caseNumber } : null,
    joined: rows
      .filter(({ into }) => !into)
      .map(({ id, caseNumber, mergeId, at, by }) => ({ id, caseNumber, mergeId, at, by })),
  };
}
