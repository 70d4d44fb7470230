import type { INestApplicationContext } from '@nestjs/common';
import { Organisations } from '../../modules/organisations';
import type { Actor } from '../../modules/platform/shared/actor';
import { addDays, type CivilDate, weekday } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import {
  CapacityCertificates,
  CapacityCosts,
  CapacityRegister,
  CapacityTrainings,
  type NewParticipant,
  Participants,
} from '../../modules/capacity-building';

const WOMEN = 'Amina Bouchra Dounia Fadwa Hanane Ilham Jihane Karima Loubna Meryem'.split(' ');
const MEN = 'Adil Brahim Driss Fouad Hamid Issam Jalal Khalid Mourad Rachid'.split(' ');
const FAMILIES = 'Aït Tadla|Belkorchi|Chaoui|Derkaoui|El Hadri|Fassi Fihri|Ghazali|Hamdouch'.split(
  '|',
);
/** Where they work, and how many of them there are in turn. */
const OFFICES = [
  ['police', 'Préfecture de police du Nord (inventée)', '01'],
  ['police', 'Préfecture de police du Centre (inventée)', '06'],
  ['gendarmerie', 'Brigade des Collines (inventée)', '03'],
  ['labour_inspection', 'Inspection du travail de la Côte (inventée)', '06'],
  ['judge', 'Tribunal de première instance (inventé)', '04'],
  ['prosecutor', 'Parquet (inventé)', '04'],
  ['health', 'Hôpital des Oliviers (inventé)', '03'],
  ['social', 'Entraide de quartier (inventée)', '04'],
  ['civil_society', 'Association Main Ouverte (inventée)', '01'],
  ['border_customs', 'Poste frontière de l’Est (inventé)', '02'],
] as const;
const LEARNERS = 62;

interface PastTraining {
  readonly title: string;
  readonly topics: readonly string[];
  readonly daysAgo: number;
  readonly hours: readonly string[];
  readonly region: string | null;
  /** Whom of the learners, by their place. */
  readonly who: readonly number[];
  readonly before: number;
  readonly gain: number;
  readonly costs: readonly (readonly ['venue' | 'trainers' | 'meals' | 'travel', string])[];
}

const from = (first: number, count: number, every = 1): number[] =>
  Array.from({ length: count }, (_, at) => first + at * every);

const PAST_TRAININGS: readonly PastTraining[] = [
  {
    title: 'Repérer une victime de traite',
    topics: ['identification', 'protection'],
    daysAgo: 96,
    hours: ['6', '6', '3'],
    region: '04',
    who: from(0, 26),
    before: 46,
    gain: 24,
    costs: [
      ['venue', '18000.00'],
      ['trainers', '24000.00'],
      ['meals', '9360.00'],
    ],
  },
  {
    title: 'Prévenir la traite par le travail',
    topics: ['prevention', 'labour'],
    // Every third of those who were there before is there again.
    daysAgo: 47,
    hours: ['6', '5'],
    region: '06',
    who: [...from(0, 8, 3), ...from(26, 16)],
    before: 52,
    gain: 18,
    costs: [
      ['venue', '12000.00'],
      ['travel', '7450.00'],
    ],
  },
  {
    title: 'Entendre une victime sans la blesser',
    topics: ['trauma', 'identification'],
    daysAgo: 12,
    hours: ['3', '3'],
    region: null,
    who: [...from(4, 5, 4), ...from(42, 14)],
    before: 61,
    gain: 15,
    costs: [['trainers', '8000.00']],
  },
];

/** Invented officials, three trainings that were held and one that is near: some took part in two. */
export async function seedOfficialTrainings(
  app: INestApplicationContext,
  programme: SeededProgramme,
  today: CivilDate,
): Promise<string> {
  const nadia = await programme.actor('nadia');
  const institute = await app
    .get(Organisations)
    .create(await programme.actor('amal'), {
      code: 'INSTITUT-FC',
      kind: 'partner',
      name: 'Institut de formation continue (inventé)',
    });
  const lineId = programme.grant.lines['UNODC-2.1'] ?? Object.values(programme.grant.lines)[0]!;
  const plan = { language: 'fra', organiserId: institute.id, places: 30, lineId };
  for (const held of PAST_TRAININGS) await hold(app, nadia, plan, held, today);
  const near = mondayOf(addDays(today, 12));
  const { id } = await app
    .get(CapacityTrainings)
    .plan(nadia, {
      ...plan,
      title: 'Poursuivre et juger la traite',
      topics: ['prosecution', 'investigation'],
      audience: ['judge', 'prosecutor', 'police'],
      mode: 'mixed',
      region: '04',
      trainers: 'Me Formatrice (inventée)',
      days: [near, addDays(near, 1)].map((on) => ({ on, hours: '6' })),
    });
  for (const [at, subject] of ['La loi et la preuve', 'Protéger qui témoigne'].entries()) {
    await app
      .get(CapacityTrainings)
      .addToAgenda(nadia, id, {
        on: near,
        from: `${9 + 3 * at}:00`.padStart(5, '0'),
        until: `${11 + 3 * at}:30`,
        subject,
        trainer: 'Me Formatrice (inventée)',
      });
  }
  for (const place of from(50, 12)) {
    await app.get(Participants).register(nadia, id, learner(place));
  }
  return `${PAST_TRAININGS.length + 1} trainings of ${LEARNERS} officials, each counted once`;
}

const mondayOf = (day: CivilDate): CivilDate => addDays(day, -((weekday(day) + 6) % 7));

function learner(place: number): NewParticipant {
  const women = place % 7 < 3;
  const names = women ? WOMEN : MEN;
  const [kind, institution, region] = OFFICES[(place * 3) % OFFICES.length]!;
  const name = `${names[place % names.length]!} ${FAMILIES[Math.floor(place / 8) % FAMILIES.length]!}`;
  return {
    name: `${name} (inventé)`,
    sex: women ? 'female' : 'male',
    kind,
    institution,
    region,
    email: `agent${place}@exemple.test`,
  };
}

async function hold(
  app: INestApplicationContext,
  nadia: Actor,
  plan: { language: string; organiserId: string; places: number; lineId: string },
  { title, topics, daysAgo, hours, region, who, before, gain, costs }: PastTraining,
  today: CivilDate,
): Promise<void> {
  const first = mondayOf(addDays(today, -daysAgo));
  const days = hours.map((of, at) => ({ on: addDays(first, at), hours: of }));
  const last = days.at(-1)!.on;
  const trainings = app.get(CapacityTrainings);
  const { id } = await trainings.plan(nadia, {
    ...plan,
    title,
    topics,
    region,
    mode: region ? 'in_person' : 'remote',
    days,
    audience: ['police', 'gendarmerie', 'health', 'social'],
    trainers: 'Dr Exemple (inventé)',
  });
  await trainings.addToAgenda(nadia, id, {
    on: first,
    from: '09:00',
    until: '10:30',
    subject: 'Ce que dit la loi 27-14',
  });
  await trainings.addToAgenda(nadia, id, {
    on: first,
    from: '10:45',
    until: '12:15',
    subject: 'Cas pratiques (inventés)',
    trainer: 'Dr Exemple (inventé)',
  });
  const ids: string[] = [];
  for (const place of who) {
    ids.push((await app.get(Participants).register(nadia, id, learner(place))).id);
  }
  const registers = app.get(CapacityRegister);
  for (const [day, { on }] of days.entries()) {
    // One in nine comes on the first day alone, one in thirteen for half of it.
    const marks = ids.map((participantId, at) => ({
      participantId,
      mark:
        day > 0 && at % 9 === 8
          ? ('absent' as const)
          : day === 0 && at % 13 === 12
            ? ('half' as const)
            : ('present' as const),
    }));
    await registers.take(nadia, id, on, marks);
  }
  const scores = (more: (at: number) => number) =>
    ids.map((participantId, at) => ({
      participantId,
      score: String(Math.max(0, Math.min(100, more(at)))),
    }));
  const start = (at: number) => before + ((at * 7) % 23) - 11;
  const learnt = (at: number) => start(at) + gain + ((at * 5) % 17) - 12;
  const after = { moment: 'after' as const, on: last };
  await registers.noteTests(nadia, id, { moment: 'before', on: first, scores: scores(start) });
  await registers.noteTests(nadia, id, { ...after, scores: scores(learnt).slice(1) });
  await trainings.step(nadia, id, { to: 'held', on: last });
  for (const [what, amount] of costs) {
    await app.get(CapacityCosts).note(nadia, id, { on: last, what, amount, currency: 'MAD' });
  }
  if (daysAgo > 40) {
    await app.get(CapacityCertificates).issue(nadia, id, { on: addDays(last, 2), named: true });
  }
}
