import type { INestApplicationContext } from '@nestjs/common';
import type { Actor } from '../../modules/platform/shared/actor';
import { type ProposedSetting, SettingProposals } from '../../modules/settings';

/** A rate, a price or another setting that somebody proposed, confirmed by another person. */
export async function confirmedSetting(
  app: INestApplicationContext,
  by: Actor,
  proposal: Promise<ProposedSetting>,
): Promise<void> {
  const { id } = await proposal;
  await app.get(SettingProposals).decide(by, id, 'confirmed');
}
