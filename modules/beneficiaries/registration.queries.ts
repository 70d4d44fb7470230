/** Writing new people: a handful of statements, however many they are. */
import { randomBytes, randomUUID } from 'node:crypto';
import { list } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import { newCaseNumber } from './case-number.rules';
import type { NewPerson } from './new-person.types';
import { CLEAR_FACTS, factColumns, factRecord, factRow } from './person.fields';
import { ageFactsOf, kinshipOf, type Kinship } from './registration.rules';
import { type Stage, type Transition, pathToStage } from './stage.rules';

export interface NewCase extends Kinship {
  readonly id: string;
  readonly person: NewPerson;
  readonly familyId: string | null;
  /** Stages reached, in order; the last is the present one. */
  readonly way: readonly Stage[];
}

export function newCasesOf(
  people: readonly NewPerson[],
  {
    together,
    reached,
    steps = [],
  }: { together: boolean; reached?: readonly Stage[]; steps?: readonly Transition[] },
): NewCase[] {
  const kinship = kinshipOf(people, together);
  const familyIds = new Map<number, string>();
  return people.map((person, place) => {
    const { family, relation } = kinship[place]!;
    if (family !== null && !familyIds.has(family)) familyIds.set(family, randomUUID());
    return {
      id: randomUUID(),
      person,
      family,
      relation,
      familyId: family === null ? null : familyIds.get(family)!,
      way: pathToStage(steps, reached?.[place] ?? 'detected'),
    };
  });
}

/** Access first, then the case: its row is seen by nobody before. Returns the case numbers by id. */
export async function insertCases(tx: Tx, cases: readonly NewCase[]): Promise<Map<string, string>> {
  await tx.query('SELECT open_case(id) FROM unnest($1::uuid[]) AS id', [cases.map(({ id }) => id)]);
  const numbers = new Map<string, string>();
  let left = cases;
  // A number that is taken is drawn again; of thirty thousand million, hardly ever.
  while (left.length > 0) {
    const rows = await tx.query<{ id: string; caseNumber: string }>(INSERT_CASES, [
      JSON.stringify(left.map((one) => rowOf(one, newCaseNumber(randomBytes)))),
      tx.actor.userId,
      tx.actor.organisationId,
    ]);
    for (const { id, caseNumber } of rows) numbers.set(id, caseNumber);
    left = left.filter(({ id }) => !numbers.has(id));
  }
  return numbers;
}

const INSERT_CASES = `
  INSERT INTO cases (id, case_number, registered_on, registered_by, organisation_id, stage, may_call,
      ${factColumns(CLEAR_FACTS)})
  SELECT id, case_number, registered_on, $2, $3, stage, may_call, ${factColumns(CLEAR_FACTS)}
    FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, case_number text, registered_on date,
      stage text, may_call boolean, ${factRecord(CLEAR_FACTS)})
  ON CONFLICT (case_number) DO NOTHING
  RETURNING id, case_number AS "caseNumber"`;

function rowOf({ id, person, way }: NewCase, caseNumber: string) {
  return {
    id,
    case_number: caseNumber,
    registered_on: person.registeredOn,
    stage: way.at(-1),
    may_call: person.safeContact?.mayCall ?? null,
    ...factRow({ ...person, ...ageFactsOf(person) }, CLEAR_FACTS),
  };
}

const ELEMENTS = [
  ['act', 'acts'],
  ['means', 'means'],
  ['purpose', 'purposes'],
] as const;

/** Article 448-1, each code with the edition of the list that it was chosen from. */
export const exploitationRows = ({ exploitation }: NewPerson) =>
  ELEMENTS.flatMap(([element, name]) =>
    [...new Set(exploitation[name])].map((code) => ({
      element,
      code,
      list_version: list(name).version,
    })),
  );

export async function insertExploitation(tx: Tx, cases: readonly NewCase[]): Promise<void> {
  const rows = cases.flatMap(({ id, person }) =>
    exploitationRows(person).map((row) => ({ case_id: id, ...row })),
  );
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO case_exploitation (case_id, element, code, list_version)
     SELECT * FROM jsonb_to_recordset($1::jsonb)
       AS r (case_id uuid, element text, code text, list_version text)`,
    [JSON.stringify(rows)],
  );
}

export async function insertFamilies(tx: Tx, cases: readonly NewCase[]): Promise<void> {
  const rows = cases.filter(({ familyId }) => familyId !== null);
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO family_members (family_id, case_id, relation)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[])`,
    [rows.map((r) => r.familyId), rows.map((r) => r.id), rows.map((r) => r.relation)],
  );
}

/** Inserts one row per stage, one millisecond apart, the last one at the present time. */
export async function insertStages(tx: Tx, cases: readonly NewCase[]): Promise<void> {
  const rows = cases.flatMap(({ id, way }) =>
    way.map((to, step) => ({
      case_id: id,
      from_stage: way[step - 1] ?? null,
      to_stage: to,
      before_now: way.length - 1 - step,
      reason: step === 0 ? 'registered' : 'earlier_records',
    })),
  );
  await tx.query(
    `INSERT INTO stage_changes (case_id, from_stage, to_stage, at, by, reason)
     SELECT case_id, from_stage, to_stage, mawa_now() - make_interval(secs => before_now / 1000.0), $2, reason
       FROM jsonb_to_recordset($1::jsonb)
         AS r (case_id uuid, from_stage text, to_stage text, before_now integer, reason text)`,
    [JSON.stringify(rows), tx.actor.userId],
  );
}

export interface DocumentDigest {
  readonly caseId: string;
  readonly kind: string;
  readonly digest: Buffer;
}

export async function insertDigests(tx: Tx, digests: readonly DocumentDigest[]): Promise<void> {
  if (digests.length === 0) return;
  await tx.query(
    `INSERT INTO document_digests (case_id, kind, digest)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[]) ON CONFLICT DO NOTHING`,
    [digests.map((d) => d.caseId), digests.map((d) => d.kind), digests.map((d) => d.digest)],
  );
}

/** Whether the programme knows one of these numbers already: yes or no, never whose. Asked before they are kept. */
export async function knowsDocument(tx: Tx, digests: readonly DocumentDigest[]): Promise<boolean> {
  if (digests.length === 0) return false;
  const [row] = await tx.query<{ known: boolean }>('SELECT blind_known_document($1) AS known', [
    digests.map(({ digest }) => digest),
  ]);
  return row!.known;
}
