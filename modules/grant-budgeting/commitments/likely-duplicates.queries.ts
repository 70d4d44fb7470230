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

/** The same order with the same delivery note, or the same amount on the same day. */
export async function refuseSameDelivery(
  tx: Tx,
  turn: LockedCommitment,
  { amount, on, document = '' }: { amount: string; on: CivilDate; document?: string },
): Promise<void> {
  const found = await earlierStep(tx, {
    where: `s.step = 'received' AND c.id = $1
        AND (s.document_key = nullif(lower(regexp_replace($2, '[^[:alnum:]]', '', 'g')), '') OR (s.amount = $3 AND s.on_day = $4))`,
    values: [turn.id, document, amount, on],
  });
  if (found) throw duplicateOf('budget.delivery_twice', found, turn.currency);
}

/** The same supplier and the same number, or the same amount on the same day. */
export async function refuseSameInvoice(
  tx: Tx,
  turn: LockedCommitment,
  { amount, on, document }: { amount: string; on: CivilDate; document: string },
): Promise<void> {
  const found = await earlierStep(tx, {
    where: `s.step = 'invoiced' AND c.supplier_id = $1
        AND (s.document_key = lower(regexp_replace($2, '[^[:alnum:]]', '', 'g'))
          OR (s.amount = $3 AND s.on_day = $4 AND c.currency = $5))`,
    values: [turn.supplierId, document, amount, on, turn.currency],
  });
  if (found) throw duplicateOf('budget.invoice_twice', found, turn.currency);
}

/** The same supplier and amount, on the same day or by the same transfer. One transfer may pay several invoices. */
export async function refuseSamePayment(
  tx: Tx,
  turn: LockedCommitment,
  { amount, on, document = '' }: { amount: string; on: CivilDate; document?: string },
): Promise<void> {
  const found = await earlierStep(tx, {
    where: `s.step = 'paid' AND c.supplier_id = $1 AND c.origin = 'order' AND s.amount = $3 AND c.currency = $5
        AND (s.document_key = nullif(lower(regexp_replace($2, '[^[:alnum:]]', '', 'g')), '') OR s.on_day = $4)`,
    values: [turn.supplierId, document, amount, on, turn.currency],
  });
  if (found) throw duplicateOf('budget.payment_twice', found, turn.currency);
}

async function earlierStep(
  tx: Tx,
  { where, values }: { readonly where: string; readonly values: readonly string[] },
): Promise<EarlierStep | undefined> {
  const [found] = await tx.query<EarlierStep>(
    `SELECT c.id, c.number::int AS order, coalesce(s.document, '–') AS document, s.amount, s.on_day::text AS on,
            localized_name(u.name, u.names) AS by
       FROM commitment_steps s JOIN commitments c ON c.id = s.commitment_id JOIN users u ON u.id = s.taken_by
      WHERE ${where} AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = s.id)
      ORDER BY s.place DESC LIMIT 1`,
    [...values],
  );
  return found;
}

const duplicateOf = (code: string, { id, amount, ...found }: EarlierStep, currency: string) =>
  likelyDuplicate(code, { id, path: pageOf(id) }, { ...found, amount: money(amount, currency) });
