/** Whether a reader is of the programme, and what may be shown to who is not. */
import type { Tx } from '../../src/database/transactions';
import { type DisclosurePolicy, INSIDERS } from './disclosure';

/** Who is of the programme sees every figure; without a setting nothing small leaves it. */
export async function policyOfReader(tx: Tx): Promise<DisclosurePolicy> {
  const [row] = await tx.query<{ outside: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM users u JOIN organisations o ON o.id = u.organisation_id
              WHERE u.id = mawa_actor() AND o.kind <> 'agency') AS outside`,
  );
  return row!.outside ? outsidePolicy(tx, 'outside') : INSIDERS;
}

/** What leaves the programme: the strictest threshold that we know where nobody set one. */
export async function outsidePolicy(tx: Tx, audience: string): Promise<DisclosurePolicy> {
  const [row] = await tx.query<{ threshold: number | null }>(
    `SELECT (mawa_setting('threshold_donor'))::int AS threshold`,
  );
  return { audience, threshold: row?.threshold ?? 11, zeros: 'hide' };
}
