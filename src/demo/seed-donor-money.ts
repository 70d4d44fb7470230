import type { INestApplicationContext } from '@nestjs/common';
import { DonorMoney, JTIP_GRANT } from '../../modules/grant-budgeting';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

/** What the donor has sent so far, so that the federal report has cash in hand. */
const RECEIVED: readonly [daysAgo: number, amount: string][] = [
  [250, '150000.00'],
  [160, '120000.00'],
  [70, '90000.00'],
];

export async function seedDonorMoney(
  app: INestApplicationContext,
  programme: SeededProgramme,
  today: CivilDate,
): Promise<string> {
  const omar = await programme.actor('omar');
  const rows = RECEIVED.map(([daysAgo, amount]) => ({ onDay: addDays(today, -daysAgo), amount }));
  const within = rows.filter(({ onDay }) => onDay >= JTIP_GRANT.startsOn);
  for (const [at, { onDay, amount }] of within.entries()) {
    const reference = `VIR-${onDay.slice(0, 4)}-${String(at + 1).padStart(2, '0')}`;
    const { grantId } = programme.grant;
    await app.get(DonorMoney).enter(omar, { grantId, kind: 'received', amount, onDay, reference });
  }
  return `${within.length} transfers of the donor`;
}
