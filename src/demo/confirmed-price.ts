import type { INestApplicationContext } from '@nestjs/common';
import type { Actor } from '../../modules/platform/shared/actor';
import { type ProposedSetting, SettingProposals } from '../../modules/settings';

/** A rate, the price of a night or a cost allocation that finance proposed, confirmed by another person. */
export async function confirmedPrice(
  app: INestApplicationContext,
  by: Actor,
  proposal: Promise<ProposedSetting>,
): Promise<void> {
  const { id } = await proposal;
  await app.get(SettingProposals).decide(by, id, 'confirmed');
}
