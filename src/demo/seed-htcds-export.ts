import type { INestApplicationContext } from '@nestjs/common';
import { HtcdsExports } from '../../modules/htcds';
import { Organisations } from '../../modules/organisations';
import type { Actor } from '../../modules/platform/shared/actor';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';

/** A file of identities for the partner with whom most people agree to share: prepared, and not taken yet. */
export async function seedHtcdsExport(
  app: INestApplicationContext,
  leila: Actor,
  today: CivilDate,
): Promise<string> {
  const exports = app.get(HtcdsExports);
  const organisations = await app.get(Organisations).list(leila);
  const agreed: { recipientId: string; people: number }[] = [];
  for (const { id, kind } of organisations) {
    if (kind !== 'partner') continue;
    agreed.push({ recipientId: id, people: (await exports.agreed(leila, id, 'sharing')).length });
  }
  const [most] = agreed.sort((a, b) => b.people - a.people);
  if (!most || most.people === 0) return 'nobody agrees to a file of cases';
  const { people } = await exports.make(leila, {
    class: 'identity',
    recipientId: most.recipientId,
    purpose: 'sharing',
    why: 'joint_support',
    parts: ['contact', 'care'],
    until: addDays(today, 30),
  });
  return `a file of ${people} identities, for a partner with whom they agree to share`;
}
