/** Of which audience a reader is, and what may be shown to it. */
import type { Tx } from '../../src/database/transactions';
import { thresholdOf } from './audiences/thresholds';
import { type DisclosurePolicy, INSIDERS } from './disclosure';
import type { Audience } from './report-definition';

/** Who is of an agency is of the programme. */
export async function audienceOfReader(tx: Tx): Promise<Exclude<Audience, 'public'>> {
  const [row] = await tx.query<{ kind: 'agency' | 'commission' | 'partner' | 'donor' | null }>(
    `SELECT o.kind FROM users u LEFT JOIN organisations o ON o.id = u.organisation_id WHERE u.id = mawa_actor()`,
  );
  const kind = row?.kind ?? 'agency';
  return kind === 'agency' ? 'inside' : kind;
}

/** What leaves the programme is masked by the rule of who receives it. */
export async function policyOf(tx: Tx, audience: Audience): Promise<DisclosurePolicy> {
  if (audience === 'inside') return INSIDERS;
  return { audience, threshold: await thresholdOf(tx, audience), zeros: 'hide' };
}
