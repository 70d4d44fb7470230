import type { INestApplicationContext } from '@nestjs/common';
import { UnitCosts } from '../../modules/costs';
import type { CivilDate } from '../../modules/platform/shared/nights.rules';
import { confirmedSetting } from './confirmed-setting';
import type { SeededProgramme } from './seed-programme';

/** What help should cost, in dirhams: some of it a little less than it does. */
const EXPECTED: readonly [kind: string, amount: string][] = [
  ['bed-night', '240.00'],
  ['medical_consultation', '400.00'],
  ['medicines', '150.00'],
  ['psychological_session', '350.00'],
  ['legal_consultation', '700.00'],
  ['transport', '120.00'],
];

export async function seedUnitCosts(
  app: INestApplicationContext,
  programme: SeededProgramme,
  validFrom: CivilDate,
): Promise<string> {
  const [omar, nadia] = [await programme.actor('omar'), await programme.actor('nadia')];
  const source = 'Convention type (inventée), annexe 2';
  for (const [kind, amount] of EXPECTED) {
    const cost = { kind, amount, currency: 'MAD', validFrom, source };
    await confirmedSetting(app, nadia, app.get(UnitCosts).propose(omar, cost));
  }
  return `${EXPECTED.length} expected costs of a unit of help`;
}
