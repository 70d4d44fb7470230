import type { INestApplicationContext } from '@nestjs/common';
import { Indicators } from '../../modules/indicators';
import type { Quarter } from '../../modules/platform/shared/quarters.rules';
import type { SeededProgramme } from './seed-programme';

/** What is aimed at in the last closed quarter, and in the one that goes on. */
const AIMS: Readonly<Record<string, readonly [string, string]>> = {
  'PS.5.1-28': ['60', '60'],
  'PS.5.1-29': ['10', '20'],
  'PS.5.3-15': ['120', '120'],
  'A.1': ['150', '150'],
  'A.2': ['90', '100'],
  'A.3': ['4000', '4200'],
  'A.4': ['85', '85'],
  'A.5': ['400', '450'],
  'B.1': ['5', '6'],
  'B.2': ['4', '6'],
};

/** Targets of two quarters, and what was counted by hand: one number looked at, one that waits. */
export async function seedIndicators(
  app: INestApplicationContext,
  programme: SeededProgramme,
  before: Quarter,
  now: Quarter,
): Promise<string> {
  const indicators = app.get(Indicators);
  const [nadia, anas] = [await programme.actor('nadia'), await programme.actor('anas')];
  const all = (await indicators.all(nadia, before.code)).indicators;
  const idOf = (code: string) => all.find((one) => one.code === code)!.id;
  for (const [code, [then, next]] of Object.entries(AIMS)) {
    await indicators.setTarget(nadia, idOf(code), {
      quarter: before.code,
      number: then,
      reason: 'Repris du plan annuel (inventé)',
    });
    await indicators.setTarget(nadia, idOf(code), { quarter: now.code, number: next });
  }
  const detected = (quarter: Quarter, number: string) =>
    indicators.recordValue(nadia, idOf('16.2.2'), {
      quarter: quarter.code,
      number,
      evidence: 'Statistiques annuelles, page 4 (inventé)',
    });
  const first = await detected(before, '0.62');
  await indicators.reviewValue(anas, idOf('16.2.2'), first.id, { stands: true });
  await detected(now, '0.71');
  return `${all.length} indicators, ${Object.keys(AIMS).length} of them with a target`;
}
