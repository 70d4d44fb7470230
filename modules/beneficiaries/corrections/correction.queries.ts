/** Rows of corrections, and the present facts of a person. */
import type { Tx } from '../../platform/database/transactions';
import type { OpenedFields } from '../case-seals.service';
import { type NewPerson, unknownPerson } from '../new-person.types';
import { exploitationOf, type PersonRow } from '../people.queries';
import { CLEAR_FACTS, clearFact, pickFacts } from '../person.fields';
import { exploitationRows } from '../registration.queries';
import type { CorrectableField, StoredCorrectionReason } from './correction.rules';

export interface CorrectionRow {
  readonly id: string;
  readonly version: number;
  readonly fields: readonly CorrectableField[];
  readonly why: StoredCorrectionReason;
  readonly at: Date;
  readonly by: string;
}

/** Newest first. */
export const correctionsOf = (tx: Tx, caseId: string, after = 0): Promise<CorrectionRow[]> =>
  tx.query<CorrectionRow>(
    `SELECT c.id, c.version, c.fields, c.why, c.at, localized_name(u.name, u.names) AS by
       FROM case_corrections c JOIN users u ON u.id = c.by
      WHERE c.case_id = $1 AND c.version > $2 ORDER BY c.version DESC`,
    [caseId, after],
  );

export interface FormerValueRow {
  readonly correctionId: string;
  readonly field: string;
  readonly sealed: Buffer;
}

export const formerValuesOf = (tx: Tx, caseId: string): Promise<FormerValueRow[]> =>
  tx.query<FormerValueRow>(
    `SELECT correction_id AS "correctionId", field, sealed FROM case_former_values WHERE case_id = $1`,
    [caseId],
  );

export const formerValueAddress = (correctionId: string, field: string) => ({
  table: 'case_former_values',
  column: field,
  row: correctionId,
});

export async function versionOf(tx: Tx, caseId: string): Promise<number> {
  const [row] = await tx.query<{ version: number }>(
    'SELECT version FROM cases WHERE id = $1 FOR UPDATE',
    [caseId],
  );
  return row!.version;
}

/** Present facts in the shape of a person to be registered. */
export async function currentFacts(
  tx: Tx,
  row: PersonRow,
  opened: OpenedFields,
): Promise<NewPerson> {
  return {
    ...unknownPerson(row.registeredOn),
    names: opened.names ?? { given: null, family: null, aliases: [] },
    birthDate: opened.birth_date ?? null,
    documents: [...(opened.documents ?? [])],
    phone: opened.contact?.phone ?? null,
    safeContact: opened.safe_contact ?? null,
    story: opened.story ?? null,
    ...pickFacts(row, CLEAR_FACTS),
    bornBetween: row.bornBetween,
    exploitation: await exploitationOf(tx, [row.id]),
  };
}

/** Unsealed columns by field; fields that are not corrected stay. */
const COLUMNS: readonly (readonly [
  CorrectableField,
  column: string,
  (person: NewPerson) => unknown,
])[] = [
  ...CLEAR_FACTS.map(
    (name) => [name, clearFact(name).column, (person: NewPerson): unknown => person[name]] as const,
  ),
  ['bornBetween', 'born_from', ({ bornBetween }) => bornBetween?.from ?? null],
  ['bornBetween', 'born_until', ({ bornBetween }) => bornBetween?.until ?? null],
  ['safeContact', 'may_call', ({ safeContact }) => safeContact?.mayCall ?? null],
];

export async function writeFacts(
  tx: Tx,
  id: string,
  version: number,
  person: NewPerson,
  fields: readonly CorrectableField[],
): Promise<void> {
  const columns = COLUMNS.filter(([field]) => fields.includes(field));
  const sets = columns.map(([, column], place) => `, ${column} = $${place + 3}`).join('');
  await tx.query(`UPDATE cases SET version = $2${sets} WHERE id = $1`, [
    id,
    version,
    ...columns.map(([, , value]) => value(person)),
  ]);
}

/** A code that stays keeps the edition that it was chosen from. */
export async function writeExploitation(tx: Tx, id: string, person: NewPerson): Promise<void> {
  await tx.query(
    `WITH given AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS r (element text, code text, list_version text)),
          gone AS (DELETE FROM case_exploitation e WHERE case_id = $1
            AND NOT EXISTS (SELECT 1 FROM given g WHERE g.element = e.element AND g.code = e.code))
     INSERT INTO case_exploitation (case_id, element, code, list_version)
     SELECT $1, element, code, list_version FROM given ON CONFLICT DO NOTHING`,
    [id, JSON.stringify(exploitationRows(person))],
  );
}
