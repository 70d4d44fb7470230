import type { INestApplicationContext } from '@nestjs/common';
import {
  BudgetPlans,
  DecideRevision,
  JTIP_GRANT,
  ProposeRevision,
} from '../../modules/grant-budgeting';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

/** Invented: what of a line is spent in which quarter, as parts of a hundred; the last takes the cents. */
const PLANS: Readonly<Record<string, readonly number[]>> = {
  'IOM-1.1': [4, 6, 8, 9, 9, 9, 10, 10, 10, 9, 8, 8],
  'IOM-1.2': [4, 6, 8, 9, 9, 9, 10, 10, 10, 9, 8, 8],
  'IOM-2.1': [5, 8, 9, 9, 9, 9, 9, 9, 9, 8, 8, 8],
  'UNODC-2.1': [0, 10, 0, 15, 0, 15, 0, 20, 0, 20, 0, 20],
  'ILO-1.1': [0, 5, 10, 10, 10, 10, 10, 10, 10, 10, 10, 5],
  'ILO-2.1': [0, 0, 5, 5, 10, 10, 10, 10, 15, 15, 10, 10],
};

/** A plan for the lines that somebody thought about, one revision in force and one that waits. */
export async function seedBudgetPlans(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  today: CivilDate,
): Promise<string> {
  if (addDays(today, -18) > JTIP_GRANT.endsOn) return 'no plan: the grant has ended';
  const now = clock.now();
  const omar = await programme.actor('omar');
  const nadia = await programme.actor('nadia');
  const { grantId, lines } = programme.grant;
  clock.set(`${addDays(today, -25)}T10:00:00Z`);
  const plans = app.get(BudgetPlans);
  for (const [code, parts] of Object.entries(PLANS)) {
    const { amount, quarters } = await plans.ofLine(omar, lines[code]!);
    const cents = BigInt(amount.replace('.', ''));
    const shares = parts.map((part) => (cents * BigInt(part)) / 100n);
    const rest = cents - shares.reduce((sum, one) => sum + one, 0n);
    await plans.plan(omar, lines[code]!, {
      seen: 0,
      quarters: quarters.map(({ code: quarter }, at) => ({
        quarter,
        amount: written(shares[at]! + (at === quarters.length - 1 ? rest : 0n)),
      })),
    });
  }
  const changed = (changes: Readonly<Record<string, string>>) =>
    Object.entries(changes).map(([code, change]) => ({ lineId: lines[code]!, change }));
  const revisions = app.get(ProposeRevision);
  clock.set(`${addDays(today, -12)}T10:00:00Z`);
  const { id } = await revisions.propose(omar, {
    grantId,
    reason: 'needs_changed' as const,
    note: 'Plus de kits à l’arrivée, moins de transport que prévu.',
    changes: changed({ 'IOM-3.1': '-18000.00', 'IOM-2.3': '18000.00' }),
  });
  await app.get(DecideRevision).decide(nadia, id, 'approved');
  clock.set(`${addDays(today, -2)}T10:00:00Z`);
  await revisions.propose(omar, {
    grantId,
    reason: 'prices_changed' as const,
    note: 'Le prix des nuits a monté ; le retour volontaire coûte moins que prévu.',
    changes: changed({ 'IOM-3.2': '-45000.00', 'IOM-1.1': '30000.00', 'IOM-1.2': '15000.00' }),
  });
  clock.set(now);
  return `${Object.keys(PLANS).length} lines planned by quarter, one revision in force and one proposed`;
}

const written = (cents: bigint): string => {
  const text = String(cents).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
};
