/** Disclosures to organisations by exported lists: rows of the register of shares. */
import type { PersonReferences, ListDisclosure } from '../exports';
import { DomainError } from '../platform/shared/domain.errors';
import type { Tx } from '../platform/database/transactions';
import { monthsAfter } from './consents.rules';
import { LONGEST_MONTHS, newReference } from './shares.rules';

interface Row {
  readonly person: string;
  readonly reference: string;
}

/**
 * Records a share for each person under the consent in force. While it is open, further lists for the same
 * organisation, parts and reason carry its reference, so that a withdrawal names one reference in all files of that
 * organisation.
 */
export async function recordExportShares(
  tx: Tx,
  exported: ListDisclosure,
): Promise<PersonReferences> {
  const { people, organisationId, parts, why, exportId } = exported;
  const what = [...parts];
  // Two who hand the same list to the same organisation at once: the second finds the references of the first.
  const turn = `export-shares ${organisationId} ${what.join(',')} ${why}`;
  tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 9))', [turn]);
  const open = await tx.query<Row>(OPEN, [people, organisationId, what, why]);
  const references = new Map(open.map(({ person, reference }) => [person, reference]));
  const latest = monthsAfter(tx.now, LONGEST_MONTHS);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const missing = people.filter((person) => !references.has(person));
    if (missing.length === 0) return references;
    const fresh = missing.map(() => newReference());
    const given = [organisationId, what, why, exportId, latest];
    const rows = await tx.query<Pick<Row, 'reference'>>(TELL, [missing, fresh, ...given]);
    const person = new Map(fresh.map((reference, at) => [reference, missing[at]!]));
    for (const { reference } of rows) references.set(person.get(reference)!, reference);
  }
  throw new DomainError('conflict', 'exports.consents_change', {}, 'to');
}

/** A reference that is taken by chance is drawn again. */
const ATTEMPTS = 3;

const OPEN = `
  SELECT DISTINCT ON (f.person) f.person, s.reference
    FROM shares s JOIN cases c ON c.id = s.case_id
    CROSS JOIN LATERAL (SELECT coalesce(c.merged_into, c.id) AS person) f
   WHERE f.person = ANY ($1) AND s.recipient_id = $2 AND s.what = $3 AND s.why = $4
     AND s.source_kind = 'list' AND s.closed_at IS NULL AND s.until_at > mawa_now()
   ORDER BY f.person, s.opened_at, s.id`;

const TELL = `
  WITH standing AS (
    SELECT DISTINCT ON (f.person) f.person, s.case_id, s.consent_id, s.until_at
      FROM consent_standing s JOIN cases c ON c.id = s.case_id
      CROSS JOIN LATERAL (SELECT coalesce(c.merged_into, c.id) AS person) f
     WHERE s.purpose = 'sharing' AND s.recipient_id = $3 AND s.given
       AND (s.until_at IS NULL OR s.until_at > mawa_now())
     ORDER BY f.person, s.at DESC)
  INSERT INTO shares (reference, case_id, recipient_id, purpose, consent_id, what, why, how, source_kind, source_id, until_at)
  SELECT t.reference, s.case_id, $3, 'sharing', s.consent_id, $4, $5, 'file', 'list', $6, coalesce(s.until_at, $7)
    FROM unnest($1::uuid[], $2::text[]) AS t (person, reference) JOIN standing s USING (person)
  ON CONFLICT (reference) DO NOTHING
  RETURNING reference`;
