/**
 * Disclosure policies by audience. To which audience a reader belongs is decided in modules/access (audience.rules.ts).
 */
import type { Tx } from '../../platform/database/transactions';
import { thresholdOf, type Audience } from './thresholds.queries';
import { type DisclosurePolicy, INSIDERS } from '../suppression/apply-disclosure.rules';

/** Policy for data that leave the programme, by the audience that receives them. */
export async function policyOf(tx: Tx, audience: Audience): Promise<DisclosurePolicy> {
  if (audience === 'inside') return INSIDERS;
  return { audience, threshold: await thresholdOf(tx, audience), zeros: 'hide' };
}
