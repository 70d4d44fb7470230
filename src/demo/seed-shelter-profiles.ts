/** Houses that change: one whose nights have become quieter, one that will receive more people. */
import type { INestApplicationContext } from '@nestjs/common';
import { DutyNumbers, ShelterProfiles } from '../../modules/shelter-inventory';
import type { CivilDate } from '../../modules/platform/shared/nights.rules';
import { DEMO_LOGINS } from './logins';
import type { SeededProgramme } from './seed-programme';
import { DEMO_SHELTERS } from './shelters.data';

/** Until then somebody could be rung up; from then on somebody sleeps there, and the doors close later. */
export const seedSafranProfile = (
  app: INestApplicationContext,
  programme: SeededProgramme,
  from: CivilDate,
): Promise<void> =>
  changed(app, programme, 'Maison Safran', { from, doorsClose: '22:00', nightStaff: 'asleep' });

export const seedCedreProfile = (
  app: INestApplicationContext,
  programme: SeededProgramme,
  from: CivilDate,
): Promise<void> =>
  changed(app, programme, 'Maison Cèdre', {
    from,
    receives: ['man', 'boy', 'any_gender'],
    nightStaff: 'awake',
  });

/** Each house has a telephone for the night, entered by its manager. */
export async function seedDutyNumbers(
  app: INestApplicationContext,
  { actor, shelters }: SeededProgramme,
): Promise<void> {
  for (const { codeName, dutyNumber } of DEMO_SHELTERS) {
    const manager = DEMO_LOGINS.find((login) => login.shelters?.includes(codeName));
    if (!manager) throw new Error(`nobody manages ${codeName}`);
    await app.get(DutyNumbers).write(await actor(manager.key), shelters.get(codeName)!, dutyNumber);
  }
}

async function changed(
  app: INestApplicationContext,
  { actor, shelters }: SeededProgramme,
  name: string,
  change: Parameters<ShelterProfiles['change']>[2],
): Promise<void> {
  await app.get(ShelterProfiles).change(await actor('amal'), shelters.get(name)!, change);
}
