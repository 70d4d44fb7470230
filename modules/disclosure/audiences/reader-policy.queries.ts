/** What may be shown to an audience; of which one a reader is says modules/access (audience.rules.ts). */
import type { Tx } from '../../platform/database/transactions';
import { thresholdOf, type Audience } from './thresholds.queries';
import { type DisclosurePolicy, INSIDERS } from '../suppression/apply-disclosure.rules';

/** What leaves the programme is masked by the rule of who receives it. */
export async function policyOf(tx: Tx, audience: Audience): Promise<DisclosurePolicy> {
  if (audience === 'inside') return INSIDERS;
  return { audience, threshold: await thresholdOf(tx, audience), zeros: 'hide' };
}
