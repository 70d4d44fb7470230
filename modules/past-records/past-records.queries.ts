/** Records of before Mawa as rows: checked against what is there, and written, many at once. */
import type { Choice, NamedOrganisation } from '../imports';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { PastRecordKind } from './past-record-kinds.data';

export interface NewPastRecord {
  readonly caseId: string;
  readonly what: string;
  readonly from: CivilDate;
  readonly last: CivilDate;
  readonly organisationId: string | null;
  readonly outcome: string | null;
  readonly quantity: number | null;
}

export type PastConflict = 'brought_before' | 'in_mawa' | 'closed' | 'before_birth';

/** The positions of those that cannot be written, each with its reason; other imports of the past wait from here on. */
export async function pastRecordConflicts(
  tx: Tx,
  kind: PastRecordKind['kind'],
  all: readonly NewPastRecord[],
): Promise<{ place: number; conflict: PastConflict }[]> {
  const rows = await tx.query<{ place: number; conflict: PastConflict }>(
    `SELECT place, conflict
       FROM past_record_conflicts($1, $2::uuid[], $3::text[], $4::uuid[], $5::date[], $6::date[])`,
    [
      kind,
      all.map(({ caseId }) => caseId),
      all.map(({ what }) => what),
      all.map(({ organisationId }) => organisationId),
      all.map(({ from }) => from),
      all.map(({ last }) => last),
    ],
  );
  return rows.map(({ place, conflict }) => ({ place: place - 1, conflict }));
}

export async function insertPastRecords(
  tx: Tx,
  kind: PastRecordKind['kind'],
  all: readonly (NewPastRecord & { readonly id: string })[],
  listVersion: number | null,
): Promise<void> {
  await tx.query(
    `INSERT INTO past_records (id, case_id, kind, what, list_version, days, organisation_id, outcome, quantity)
     SELECT r.id, r.case_id, $9, r.what, $10, daterange(r.from_day, r.last_day, '[]'), r.organisation_id, r.outcome,
            r.quantity
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::date[], $6::uuid[], $7::text[], $8::int[])
         AS r (id, case_id, what, from_day, last_day, organisation_id, outcome, quantity)`,
    [
      all.map(({ id }) => id),
      all.map(({ caseId }) => caseId),
      all.map(({ what }) => what),
      all.map(({ from }) => from),
      all.map(({ last }) => last),
      all.map(({ organisationId }) => organisationId),
      all.map(({ outcome }) => outcome),
      all.map(({ quantity }) => quantity),
      kind,
      listVersion,
    ],
  );
}

/** Those of these that the actor may remove, which are then gone. */
export async function removePastRecords(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    'DELETE FROM past_records WHERE id = ANY ($1) RETURNING id',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Kinds of help, also those that are no longer given. */
export const serviceTypeNames = (tx: Tx): Promise<Choice[]> =>
  tx.query<Choice>('SELECT code, name AS labels FROM service_types ORDER BY category, code');

/** Partners and agencies by name and by code. */
export interface KnownOrganisation extends NamedOrganisation {
  readonly id: string;
}

export const knownOrganisations = (tx: Tx): Promise<KnownOrganisation[]> =>
  tx.query<KnownOrganisation>(
    `SELECT id, code, name, names FROM organisations WHERE kind IN ('partner', 'agency', 'commission')`,
  );

export interface PastRecordRow extends Omit<NewPastRecord, 'caseId'> {
  readonly kind: PastRecordKind['kind'];
  readonly listVersion: number | null;
  readonly serviceName: Readonly<Record<'fr' | 'ar' | 'en', string>> | null;
  readonly organisation: string | null;
  readonly by: string;
}

const SHOWN = 200;

/** Of one file, the last first. */
export const pastRecordsOf = (tx: Tx, caseId: string): Promise<PastRecordRow[]> =>
  tx.query<PastRecordRow>(
    `SELECT p.kind, p.what, p.list_version AS "listVersion", t.name AS "serviceName", lower(p.days)::text AS "from",
            (upper(p.days) - 1)::text AS last, p.organisation_id AS "organisationId", localized_name(o.name, o.names) AS organisation, p.outcome,
            p.quantity, localized_name(u.name, u.names) AS by
       FROM past_records p
       LEFT JOIN service_types t ON t.code = p.service_type
       LEFT JOIN organisations o ON o.id = p.organisation_id
       JOIN users u ON u.id = p.by
      WHERE p.case_id = $1 ORDER BY lower(p.days) DESC, p.id LIMIT ${SHOWN}`,
    [caseId],
  );
