import type { INestApplicationContext } from '@nestjs/common';
import { CaseAccess } from '../../modules/beneficiaries';
import {
  CourtOrders,
  Courts,
  CourtSummaries,
  Hearings,
  ProceedingDetails,
  Proceedings,
  ProtectionMeasures,
} from '../../modules/legal-aid';
import { addDays, type CivilDate, weekday } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { RegisteredPerson } from './seed-people';

/** Courts that exist, with invented offices; what happens in them is invented. */
const COURTS = [
  [
    'first_instance',
    'Rabat',
    '04',
    'Tribunal de première instance de Rabat',
    'المحكمة الابتدائية بالرباط',
    'Court of first instance, Rabat',
  ],
  [
    'appeal',
    'Rabat',
    '04',
    'Cour d’appel de Rabat',
    'محكمة الاستئناف بالرباط',
    'Court of appeal, Rabat',
  ],
  [
    'first_instance',
    'Casablanca',
    '06',
    'Tribunal pénal de Casablanca',
    'المحكمة الزجرية بالدار البيضاء',
    'Criminal court, Casablanca',
  ],
  [
    'social',
    'Casablanca',
    '06',
    'Tribunal social de Casablanca',
    'المحكمة الاجتماعية بالدار البيضاء',
    'Labour court, Casablanca',
  ],
  [
    'family',
    'Fès',
    '03',
    'Section de la famille de Fès',
    'قسم قضاء الأسرة بفاس',
    'Family section, Fez',
  ],
] as const;

/** The first day on which courts sit, from a day on; holidays of the year are not before today in the demo's weeks. */
function courtDay(from: CivilDate, closed: ReadonlySet<string>): CivilDate {
  let day = from;
  while (weekday(day) % 6 === 0 || closed.has(day.slice(5))) day = addDays(day, 1);
  return day;
}

/** Proceedings of invented people: hearings this week and next, a measure, an order that is late, a claim half paid. */
export async function seedCourtProceedings(
  app: INestApplicationContext,
  programme: SeededProgramme,
  people: readonly RegisteredPerson[],
  today: CivilDate,
): Promise<number> {
  const [rim, leila, karim] = await Promise.all(
    ['rim', 'leila', 'karim'].map((key) => programme.actor(key)),
  );
  const courts: string[] = [];
  for (const [kind, city, region, fr, ar, en] of COURTS) {
    const office = kind === 'first_instance' ? 'Cellule de prise en charge, rez-de-chaussée' : null;
    const more = office ? { office, officePhone: '05 00 00 00 00', officeHours: '9 h – 15 h' } : {};
    const { id } = await app.get(Courts).add(rim!, { kind, city, region, fr, ar, en, ...more });
    courts.push(id);
  }
  const { closedDays } = await app.get(Courts).all(rim!);
  const closed = new Set(closedDays.map(({ day }) => day.slice(5)));
  const adults = people.filter(({ age, family }) => (age ?? 0) >= 18 && family === null);
  const of = (officer: string) => adults.filter((one) => one.officer === officer).slice(2, 8);
  const chosen = [...of('leila'), ...of('karim')];
  const open = app.get(Proceedings);
  const first: string[] = [];
  for (const [place, { caseId, officer }] of chosen.entries()) {
    const holder = officer === 'leila' ? leila! : karim!;
    await app.get(CaseAccess).assign(holder, caseId, rim!.userId);
    const criminal = place % 3 !== 2;
    const openedOn = addDays(today, -150 + place * 9);
    const { id } = await open.open(rim!, caseId, {
      kind: criminal ? (place % 2 ? 'criminal_civil_party' : 'criminal_victim') : 'labour',
      openedOn,
      stage: 'filed',
      courtId: courts[criminal ? place % 3 : 3]!,
      ...(criminal && { prosecutorFile: `2026/2640/${1100 + Math.floor(place / 2)}` }),
    });
    first.push(id);
    const step = (to: string, days: number) =>
      open.step(rim!, caseId, id, { to, on: addDays(openedOn, days) });
    if (criminal) {
      await step('inquiry', 8);
      await step('prosecution', 22);
      if (place % 2 === 0) await step('trial', 40);
      await app.get(ProceedingDetails).countAccused(rim!, caseId, id, {
        revision: 0,
        counts: [
          {
            sex: 'male',
            ageGroup: '26_35',
            nationality: 'MA',
            education: 'primary',
            count: 1 + (place % 3),
          },
          {
            sex: 'female',
            ageGroup: '36_50',
            nationality: place % 2 ? 'MA' : 'CI',
            education: 'lower_secondary',
            count: 1,
          },
        ],
      });
    } else await step('trial', 30);
    const at = {
      courtId: courts[criminal ? place % 3 : 3]!,
      time: `${String(9 + (place % 5)).padStart(2, '0')}:30`,
    };
    const hearings = app.get(Hearings);
    const day = courtDay(addDays(today, 1 + place * 2), closed);
    await hearings.set(rim!, caseId, id, {
      ...at,
      day,
      kind: criminal ? 'trial' : 'mediation',
      personExpected: place % 2 === 0,
    });
    const contact = {
      role: 'lawyer',
      name: `Maître ${['Alami', 'Benjelloun', 'Cherkaoui'][place % 3]} (inventé·e)`,
      phone: '05 00 00 00 00',
    } as const;
    await app.get(ProceedingDetails).addContact(rim!, caseId, id, contact);
    if (place % 2 === 0) {
      const kinds = ['contact_ban', 'closed_hearing', 'listening_unit'];
      const measure = {
        kind: kinds[place % 3]!,
        to: 'asked',
        on: addDays(today, -40),
        authority: 'prosecutor',
      } as const;
      const { id: measureId } = await app.get(ProtectionMeasures).add(rim!, caseId, measure);
      if (place % 4 === 0) {
        await app
          .get(ProtectionMeasures)
          .step(rim!, caseId, measureId, {
            to: 'granted',
            on: addDays(today, -30),
            authority: 'court',
            untilOn: addDays(today, 20),
          });
      }
    }
  }
  await claimed(app, programme, { caseId: chosen[2]!.caseId, id: first[2]! }, today);
  await app
    .get(CourtSummaries)
    .make(rim!, chosen[0]!.caseId, first[0]!, {
      language: 'fr',
      withName: false,
      text: 'La personne demande à être entendue à huis clos et avec interprète (texte inventé).',
    });
  return chosen.length;
}

/** Wages that were awarded and half paid, and an order whose time has passed. */
async function claimed(
  app: INestApplicationContext,
  programme: SeededProgramme,
  { caseId, id }: { caseId: string; id: string },
  today: CivilDate,
): Promise<void> {
  const rim = await programme.actor('rim');
  const amount = (what: 'asked' | 'awarded' | 'paid', value: string, days: number) =>
    app
      .get(ProceedingDetails)
      .addAmount(rim, caseId, id, {
        what,
        amount: value,
        currency: 'MAD',
        on: addDays(today, days),
      });
  await amount('asked', '84000.00', -100);
  await amount('awarded', '52500.00', -20);
  await amount('paid', '21000.00', -6);
  const order = { kind: 'pay_wages', madeOn: addDays(today, -20), dueOn: addDays(today, -3) };
  await app.get(CourtOrders).add(rim, caseId, id, order);
}
