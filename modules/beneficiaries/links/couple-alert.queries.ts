import type { Tx } from '../../platform/database/transactions';
import { ageInClear } from '../registration.rules';
import { agesOfCouples } from './link.queries';
import { coupleAlert } from './link.rules';

/** Uses unsealed facts of both; readers who see only one of the two cases get no alert. */
export async function coupleAlertOf(tx: Tx, caseId: string): Promise<'child' | 'perhaps' | null> {
  const rows = await agesOfCouples(tx, caseId);
  if (rows.length === 0) return null;
  return coupleAlert(rows.map((row) => ageInClear(row, tx.today)));
}
