import type { INestApplicationContext } from '@nestjs/common';
import { ReleaseStatistics } from '../../modules/donor-reports';
import type { CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

/** What the commission reads on its first day: the last closed year with those joined to it, and all years together. */
export async function seedStatistics(
  app: INestApplicationContext,
  programme: SeededProgramme,
  today: CivilDate,
): Promise<string> {
  const nadia = await programme.actor('nadia');
  const releases = app.get(ReleaseStatistics);
  const lastClosed = Number(today.slice(0, 4)) - 1;
  const released: string[] = [];
  for (const year of [lastClosed, lastClosed - 1, null]) {
    const { years, released: already } = await releases.preview(nadia, year, 'en');
    if (!years || already) continue;
    await releases.release(nadia, year, null);
    released.push(`${years.first}-${years.last}`);
  }
  return `statistics released to the commission: ${released.join(', ') || 'none, too few people'}`;
}
