/** Writes a service and its audit row, and reads the facts that may prevent it, in one statement. */
import { AUDIT_INSERT } from '../audit';
import type { PayingLines } from '../grant-budgeting';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import { lineCodeOf } from './catalogue.queries';
import { IN_CARE } from './service-checks.queries';

/**
 * `unless_refused`: write unless an obstacle exists. `checked`: obstacles were read before and are accepted (a first
 * contact). `read`: write nothing.
 */
export type WriteMode = 'unless_refused' | 'checked' | 'read';

/** Facts of a person whose part `care` the actor may see. */
export interface ServiceFacts {
  readonly registeredOn: CivilDate;
  /** Null where the type is not in the catalogue. */
  readonly active: boolean | null;
  readonly isProviderKnown: boolean;
  /** The line that bears the cost; null without a cost. */
  readonly lineId: PayingLines | null;
  readonly isWritten: boolean;
}

export interface ServiceRow {
  readonly id: string;
  readonly caseId: string;
  readonly typeCode: string;
  readonly givenOn: CivilDate;
  readonly quantity: string;
  readonly providerId: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly note: Buffer | null;
  readonly receipt: string | null;
  readonly billBefore: string | null;
}

const WRITE = `
  WITH facts AS (
    SELECT c.registered_on, t.active,
           $15::uuid IS NULL OR EXISTS (SELECT 1 FROM organisations o WHERE o.id = $15 AND o.active) AS provider_known,
           CASE WHEN $16::numeric IS NOT NULL THEN coalesce(cost_shares(NULL, $12, $13::date), to_jsonb(t.line_id), (
             SELECT to_jsonb(l.id) FROM budget_lines l JOIN grants g ON g.id = l.grant_id
              WHERE l.code = $21
              ORDER BY $13::date BETWEEN g.starts_on AND g.ends_on DESC, g.starts_on DESC LIMIT 1)) END AS line_id
      FROM cases c LEFT JOIN service_types t ON t.code = $12
     WHERE c.id = $11 AND ${IN_CARE}
  ), ready AS (
    SELECT 1 FROM facts
     WHERE $22 = 'checked' OR $22 = 'unless_refused' AND registered_on <= $13 AND active AND provider_known
  ), written AS (
    INSERT INTO services (id, case_id, type_code, given_on, quantity, provider_id, cost_amount, cost_currency,
      note_sealed, recorded_by, receipt, bill_before)
    SELECT $10::uuid, $11::uuid, $12::text, $13::date, $14::numeric, $15::uuid, $16::numeric, $17::text,
           $18::bytea, mawa_actor(), $19::text, $20::numeric
      FROM ready
  ), audited AS (${AUDIT_INSERT} FROM ready)
  SELECT registered_on::text AS "registeredOn", active, provider_known AS "isProviderKnown", line_id AS "lineId",
         EXISTS (SELECT 1 FROM ready) AS "isWritten"
    FROM facts`;

/** Undefined where the actor may not see the care of this person. */
export async function writeService(
  tx: Tx,
  audit: readonly unknown[],
  mode: WriteMode,
  row: ServiceRow,
): Promise<ServiceFacts | undefined> {
  const [facts] = await tx.query<ServiceFacts>(WRITE, [
    ...audit,
    row.id,
    row.caseId,
    row.typeCode,
    row.givenOn,
    row.quantity,
    row.providerId,
    row.amount,
    row.currency,
    row.note,
    row.receipt,
    row.billBefore,
    lineCodeOf(row.typeCode),
    mode,
  ]);
  return facts;
}
