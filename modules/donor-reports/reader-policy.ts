/** Whether a reader is of the programme, and what may be shown to who is not. */
import type { Tx } from '../../src/database/transactions';
import { thresholdOf } from './audiences/thresholds';
import { type DisclosurePolicy, INSIDERS } from './disclosure';

/** Who is of the programme sees every figure. */
export async function policyOfReader(tx: Tx): Promise<DisclosurePolicy> {
  const [row] = await tx.query<{ outside: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM users u JOIN organisations o ON o.id = u.organisation_id
              WHERE u.id = mawa_actor() AND o.kind <> 'agency') AS outside`,
  );
  return row!.outside
    ? { audience: 'outside', threshold: await thresholdOf(tx, 'donor'), zeros: 'hide' }
    : INSIDERS;
}
