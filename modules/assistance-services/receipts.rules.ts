/** Receipt numbers of costs: stored as written, and questioned when used again. */
import { record } from '../audit';
import { parseCaseNumber } from '../beneficiaries';
import type { Transactions, Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Cost with the number of its receipt. */
export interface Cost {
  readonly cost?: Money;
  readonly receipt?: string;
  /** Confirms that the same receipt number of the provider is used again rightly. */
  readonly receiptAgain?: boolean;
}

/** Whether somebody wrote the number of a case where the number of a receipt belongs. */
export const looksLikeCaseNumber = (text: string): boolean =>
  [text, ...text.split(/[\s,;/#:]+/)].some((part) => parseCaseNumber(part) !== null) ||
  /(^|[^0-9A-Z])M[\s-][0-9A-Z]{4}[\s-][0-9A-Z]{3}[\s-][0-9A-Z]($|[^0-9A-Z])/i.test(
    text.normalize('NFKC').replace(/\p{Pd}/gu, '-'),
  );

const wrong = (code: string, field: string, params = {}) =>
  new DomainError('invalid', code, params, field);

/** As it is kept, or null; refused where it names a person, or where nothing was paid. */
export function receiptOf({ cost, receipt }: Cost): string | null {
  const text = receipt?.replace(/\s+/gu, ' ').trim();
  if (!text) return null;
  if (looksLikeCaseNumber(text)) throw wrong('services.receipt_is_case', 'receipt');
  if (!cost) throw wrong('services.receipt_without_cost', 'receipt');
  return text;
}

/**
 * Refuses a receipt number that the provider's services used before, naming the day but no case, unless it is
 * confirmed.
 */
export async function refuseUsedReceipt(
  tx: Tx,
  { cost, receipt, receiptAgain, providerId }: Cost & { readonly providerId?: string },
): Promise<void> {
  const number = receiptOf({ cost, receipt });
  if (number === null || receiptAgain) return;
  const [row] = await tx.query<{ day: CivilDate | null }>(
    'SELECT blind_receipt_used($1, $2)::text AS day',
    [providerId ?? null, number],
  );
  if (row?.day) throw wrong('services.receipt_used', 'receiptAgain', { day: row.day });
}

/** The question leaves its row in the audit log also where its answer stopped the act. */
export async function auditReceiptQuestion<T>(
  transactions: Transactions,
  actor: Actor,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'services.receipt_used') {
      const asked = { action: 'services.receipt_known', kind: 'service', ids: [] };
      await transactions.run(actor, (tx) => record(tx, asked));
    }
    throw error;
  }
}
