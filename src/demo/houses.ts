/** Houses that change: one whose nights have become quieter, one that will receive more people. */
import type { INestApplicationContext } from '@nestjs/common';
import { Houses } from '../../modules/shelter-beds';
import type { CivilDate } from '../shared/nights';
import type { Founded } from './found-programme';

/** Until then somebody could be rung up; from then on somebody sleeps there, and the doors close later. */
export const quieterInSafran = (
  app: INestApplicationContext,
  founded: Founded,
  from: CivilDate,
): Promise<void> =>
  changed(app, founded, 'Maison Safran', { from, doorsClose: '22:00', nightStaff: 'asleep' });

export const planForCedre = (
  app: INestApplicationContext,
  founded: Founded,
  from: CivilDate,
): Promise<void> =>
  changed(app, founded, 'Maison Cèdre', {
    from,
    receives: ['man', 'boy', 'any_gender'],
    nightStaff: 'awake',
  });

async function changed(
  app: INestApplicationContext,
  { actor, shelters }: Founded,
  name: string,
  change: Parameters<Houses['change']>[2],
): Promise<void> {
  await app.get(Houses).change(await actor('amal'), shelters.get(name)!, change);
}
