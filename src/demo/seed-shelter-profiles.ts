/** Houses that change: one whose nights have become quieter, one that will receive more people. */
import type { INestApplicationContext } from '@nestjs/common';
import { ShelterProfiles } from '../../modules/shelter-beds';
import type { CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

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

async function changed(
  app: INestApplicationContext,
  { actor, shelters }: SeededProgramme,
  name: string,
  change: Parameters<ShelterProfiles['change']>[2],
): Promise<void> {
  await app.get(ShelterProfiles).change(await actor('amal'), shelters.get(name)!, change);
}
