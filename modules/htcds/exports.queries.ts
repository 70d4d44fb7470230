/** People with consent, exports made, and people in them who still consent, limited by row-level security. */
import type { Tx } from '../platform/database/transactions';
import type { FileClass, Person } from './compose-file.service';
import type { DisclosablePart } from './rules/columns.rules';

export interface AgreedPerson {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly untilAt: Date | null;
}

/** Erased people have neither number nor consent; joined cases are read with the continuing one. */
export const agreedPeople = (
  tx: Tx,
  recipientId: string,
  purpose: string,
): Promise<AgreedPerson[]> =>
  tx.query<AgreedPerson>(
    `SELECT c.id AS "caseId", c.case_number AS "caseNumber", s.until_at AS "untilAt"
       FROM consent_standing s JOIN cases c ON c.id = s.case_id
      WHERE s.recipient_id = $1 AND s.purpose = $2 AND s.given AND (s.until_at IS NULL OR s.until_at > mawa_now())
        AND c.merged_into IS NULL AND c.erased_at IS NULL
        -- The last answer counts, on whichever file of the person it was given.
        AND c.id IN (SELECT consenting_cases($2, $1))
      ORDER BY c.registered_on DESC, c.case_number`,
    [recipientId, purpose],
  );

export interface ExportRow {
  readonly id: string;
  readonly class: FileClass;
  readonly recipientId: string;
  readonly recipient: string;
  readonly purpose: 'sharing' | 'statistics';
  readonly why: string;
  readonly parts: readonly DisclosablePart[];
  readonly people: number;
  readonly leftOut: number;
  readonly madeAt: Date;
  readonly untilAt: Date;
  readonly over: boolean;
}

/** Those that the actor made, newest first. */
export const exportsOf = (tx: Tx, id: string | null): Promise<ExportRow[]> =>
  tx.query<ExportRow>(
    `SELECT e.id, e.class, e.recipient_id AS "recipientId", localized_name(o.name, o.names) AS recipient, e.purpose, e.why, e.parts,
            e.people, e.left_out AS "leftOut", e.made_at AS "madeAt", e.until_at AS "untilAt", e.until_at <= mawa_now() AS over
       FROM htcds_exports e JOIN organisations o ON o.id = e.recipient_id
      WHERE $1::uuid IS NULL OR e.id = $1 ORDER BY e.made_at DESC, e.id LIMIT 100`,
    [id],
  );

/** Under the reference of their share: random, and the one by which the recipient is notified of a withdrawal. */
export const peopleOf = (tx: Tx, exportId: string): Promise<Person[]> =>
  tx.query<Person>(
    `SELECT s.reference AS id, s.case_id AS "caseId", s.consent_id AS "consentId"
       FROM shares s JOIN cases c ON c.id = s.case_id
      WHERE s.source_kind = 'htcds_export' AND s.source_id = $1 AND s.closed_at IS NULL AND s.until_at > mawa_now()
        AND c.merged_into IS NULL AND c.erased_at IS NULL
        AND c.id IN (SELECT consenting_cases(s.purpose, s.recipient_id))
      ORDER BY s.reference`,
    [exportId],
  );
