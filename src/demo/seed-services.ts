import type { INestApplicationContext } from '@nestjs/common';
import { type NewService, Services } from '../../modules/assistance-services';
import type { Actor } from '../../modules/platform/shared/actor';
import { DomainError } from '../../modules/platform/shared/domain.errors';
import type { SettableClock } from '../../modules/platform/shared/clock';
import type { CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { Chances } from './past-stays.rules';
import type { RegisteredPerson } from './seed-people';

/** How often each kind of help is given on a day, and what it costs about, in dirhams. */
const KINDS = [
  ['medical_consultation', 0.7, 200, 600],
  ['psychological_session', 0.9, 300, 500],
  ['legal_consultation', 0.4, 400, 900],
  ['administrative_papers', 0.3, 50, 300],
  ['material_kit', 0.35, 180, 420],
  ['education_support', 0.25, 150, 500],
  ['transport', 0.5, 40, 260],
  ['interpretation', 0.2, 150, 350],
] as const;

/** The help of one day, by the use case itself: to people registered by then, by their own officer. */
export async function seedServices(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  day: CivilDate,
  people: readonly RegisteredPerson[],
  chance: Chances,
): Promise<void> {
  const known = people.filter(({ registeredOn }) => registeredOn < day).slice(-160);
  if (known.length === 0) return;
  clock.set(`${day}T15:00:00Z`);
  for (const [typeCode, share, low, high] of KINDS) {
    if (!chance.happens(share)) continue;
    const at = chance.between(0, known.length - 1);
    const amount = `${chance.between(low, high)}.${chance.happens(0.3) ? '50' : '00'}`;
    const cost = chance.happens(0.8) ? { amount, currency: 'MAD' } : undefined;
    // Whoever is no longer followed is given nothing: the next one is.
    for (const person of [...known.slice(at), ...known.slice(0, at)]) {
      const service = { caseId: person.caseId, typeCode, givenOn: day, quantity: '1', cost };
      if (await isGiven(app, await programme.actor(person.officer), service)) break;
    }
  }
}

async function isGiven(
  app: INestApplicationContext,
  officer: Actor,
  service: NewService,
): Promise<boolean> {
  try {
    await app.get(Services).record(officer, service);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'services.closed_before') return false;
    throw error;
  }
}
