/**
 * Entries of commitments that look like an earlier one: the same thing is easily entered twice, from another page or by
 * a program, or by a colleague. What was taken back, refused, withdrawn or cancelled is no earlier entry.
 */
import type { Tx } from '../../platform/database/transactions';
import { likelyDuplicate } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { money } from './commitment.errors';
import type { LockedCommitment } from './commitment-lock.queries';

interface EarlierStep {
  readonly id: string;
  readonly order: number;
  readonly document: string;
  readonly amount: string;
  readonly on: CivilDate;
  readonly by: string;
}

interface RequestedAmount {
  readonly supplierId: string;
  readonly lineId: string;
  readonly amount: string;
  readonly currency: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
}

/** $1: the order or its supplier, $2 document, $3 amount, $4 day, $5 currency. */
const SAME_STEP = {
  /** The same order with the same delivery note, or the same amount on the same day. */
  received: `c.id = $1 AND c.currency = $5 AND (s.document_key = nullif(lower(regexp_replace($2, '[^[:alnum:]]', '', 'g')), '')
    OR s.amount = $3 AND s.on_day = $4)`,
  /** The same supplier and the same number, or the same amount on the same day. */
  invoiced: `c.supplier_id = $1 AND (s.document_key = lower(regexp_replace($2, '[^[:alnum:]]', '', 'g'))
    OR s.amount = $3 AND s.on_day = $4 AND c.currency = $5)`,
  /** The same supplier and amount, on the same day or by the same transfer. One transfer may pay several invoices. */
  paid: `c.supplier_id = $1 AND c.origin = 'order' AND s.amount = $3 AND c.currency = $5
    AND (s.document_key = nullif(lower(regexp_replace($2, '[^[:alnum:]]', '', 'g')), '') OR s.on_day = $4)`,
} as const;

const CODES = {
  received: 'budget.delivery_twice',
  invoiced: 'budget.invoice_twice',
  paid: 'budget.payment_twice',
} as const;

const pageOf = (id: string): string => `/budget/commitments/${id}`;

/** The same supplier, line and amount, for days that both cover. Two requests sent at once are looked at in turn. */
export async function refuseSameRequest(tx: Tx, asked: RequestedAmount): Promise<void> {
  tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 15))', [asked.supplierId]);
  const [found] = await tx.query<Omit<EarlierStep, 'document' | 'order'> & { number: number }>(
    `SELECT c.id, c.number::int AS number, c.amount, mawa_day(c.made_at)::text AS on, localized_name(u.name, u.names) AS by
       FROM commitments c JOIN commitment_totals t ON t.commitment_id = c.id JOIN users u ON u.id = c.made_by
      WHERE c.supplier_id = $1 AND c.line_id = $2 AND c.amount = $3 AND c.currency = $4 AND c.origin = 'order'
        AND c.starts_on <= $6 AND c.ends_on >= $5 AND t.state NOT IN ('refused', 'withdrawn')
        AND NOT (t.state = 'committed' AND t.cancelled = t.committed)
      ORDER BY c.number DESC LIMIT 1`,
    [asked.supplierId, asked.lineId, asked.amount, asked.currency, asked.startsOn, asked.endsOn],
  );
  if (!found) return;
  const { id, number, amount, on, by } = found;
  throw likelyDuplicate(
    'budget.request_twice',
    { id, path: pageOf(id) },
    { number, amount: money(amount, asked.currency), on, by },
  );
}

/** A delivery, an invoice or a payment. The ledger of the grant is locked: two at once are looked at in turn. */
export async function refuseSameStep(
  tx: Tx,
  { id: orderId, supplierId, currency }: LockedCommitment,
  step: keyof typeof SAME_STEP,
  { amount, on, document = '' }: { amount: string; on: CivilDate; document?: string },
): Promise<void> {
  const [found] = await tx.query<EarlierStep>(
    `SELECT c.id, c.number::int AS order, coalesce(s.document, '–') AS document, s.amount, s.on_day::text AS on,
            localized_name(u.name, u.names) AS by
       FROM commitment_steps s JOIN commitments c ON c.id = s.commitment_id JOIN users u ON u.id = s.taken_by
      WHERE s.step = $6 AND ${SAME_STEP[step]}
        AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = s.id)
      ORDER BY s.place DESC LIMIT 1`,
    [step === 'received' ? orderId : supplierId, document, amount, on, currency, step],
  );
  if (!found) return;
  const { id, amount: sum, ...params } = found;
  throw likelyDuplicate(
    CODES[step],
    { id, path: pageOf(id) },
    { ...params, amount: money(sum, currency) },
  );
}
