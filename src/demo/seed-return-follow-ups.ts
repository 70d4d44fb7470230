import type { INestApplicationContext } from '@nestjs/common';
import { CaseAccess } from '../../modules/beneficiaries';
import {
  FollowUps,
  type NewFollowUp,
  Outcomes,
  ReturnCounselling,
  ReturnRisks,
  Surveys,
  Tracks,
} from '../../modules/voluntary-return';
import { Transactions } from '../../modules/platform/database/transactions';
import type { Actor } from '../../modules/platform/shared/actor';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { RegisteredPerson } from './seed-people';

const EXPLAINED = [
  'choice',
  'stay_options',
  'country',
  'risks',
  'journey',
  'help_after',
  'change_mind',
  'data',
];
/** Days since each left a shelter, the region, and how it went; nobody but the last has more than words to fear. */
const FOLLOWED_RETURNS = [
  [410, '04', 'well'],
  [402, '03', 'well'],
  [398, '06', 'well'],
  [396, '01', 'well'],
  [391, '07', 'well'],
  [389, '04', 'slowly'],
  [385, '09', 'lost'],
  [380, '02', 'slowly'],
  [378, '04', 'slowly'],
  [377, '06', 'slowly'],
  [376, '03', 'slowly'],
  [170, '06', 'well'],
  [95, '03', 'slowly'],
  [33, '01', 'slowly'],
  [29, '04', 'danger'],
] as const;
type ReturnCourse = (typeof FOLLOWED_RETURNS)[number][2];

interface FollowedReturn {
  readonly officer: Actor;
  readonly second: Actor;
  readonly caseId: string;
  readonly trackId: string;
  readonly leftOn: CivilDate;
  readonly days: number;
  readonly how: ReturnCourse;
}

/** Invented people who left a shelter in the last months, and what was heard of them since. */
export async function seedReturnFollowUps(
  app: INestApplicationContext,
  programme: SeededProgramme,
  people: readonly RegisteredPerson[],
  today: CivilDate,
): Promise<string> {
  const [officer, second] = [await programme.actor('leila'), await programme.actor('salma')];
  const free = await app.get(Transactions).run(officer, (tx) =>
    tx.query<{ id: string; slept: [CivilDate, CivilDate][] }>(
      `SELECT id, (SELECT coalesce(json_agg(json_build_array(lower(k.nights), upper(k.nights))), '[]') FROM booking_people k
                    WHERE k.case_id = c.id AND k.state IN ('stay', 'ended')) AS slept
         FROM cases c WHERE id = ANY ($1) AND nationality = 'MA' AND erased_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM return_tracks t WHERE t.case_id = c.id) ORDER BY case_number`,
      [
        people
          .filter(({ age, family, officer: by }) => (age ?? 0) >= 20 && !family && by === 'leila')
          .map(({ caseId }) => caseId),
      ],
    ),
  );
  for (const [days, region, how] of FOLLOWED_RETURNS) {
    const leftOn = addDays(today, -days);
    // Nobody left another house on a night that they slept in ours.
    const at = free.findIndex(({ slept }) =>
      slept.every(([from, until]) => leftOn < from || leftOn >= until),
    );
    if (at < 0) throw new Error(`nobody is free to have left a shelter on ${leftOn}`);
    const caseId = free.splice(at, 1)[0]!.id;
    await app.get(CaseAccess).assign(officer, caseId, second.userId);
    const { id: trackId } = await app
      .get(Tracks)
      .open(officer, caseId, { door: 'home', region, openedOn: leftOn, leftOn });
    const life = { officer, second, caseId, trackId, leftOn, days, how };
    await begin(app, life);
    await seedFollowUps(app, life, today);
  }
  return `${FOLLOWED_RETURNS.length} people in the year after a shelter, and what was heard of them`;
}

async function begin(
  app: INestApplicationContext,
  { officer, second, caseId, trackId, leftOn }: FollowedReturn,
): Promise<void> {
  const speaking = app.get(ReturnCounselling);
  await speaking.hold(officer, caseId, trackId, {
    on: leftOn,
    how: 'in_person',
    language: 'ara',
    interpreter: 'not_needed',
    alone: true,
    topics: EXPLAINED,
    understood: 'yes',
  });
  await speaking.decide(officer, caseId, trackId, {
    on: leftOn,
    decision: 'go',
    decider: 'self',
    capacity: 'not_in_doubt',
    pressure: 'none',
  });
  const family = { kind: 'assessment', outcome: 'safe_with_help', on: leftOn } as const;
  await speaking.family(officer, caseId, trackId, family);
  const { id } = await app
    .get(ReturnRisks)
    .assess(officer, caseId, trackId, {
      on: leftOn,
      informedOn: leftOn,
      retrafficking: 'low',
      family: 'low',
      debts: 'medium',
      stigma: 'medium',
      country: 'none',
    });
  await app.get(ReturnRisks).decide(second, caseId, trackId, id, { decision: 'go' });
  const step = { to: 'reintegrating', on: addDays(leftOn, 4) } as const;
  await app.get(Tracks).step(officer, caseId, trackId, step);
}

/** Days after which one asked, by the mark of the calendar. */
const ASKED: readonly (readonly [months: number, days: number])[] = [
  [1, 30],
  [3, 91],
  [6, 183],
  [12, 366],
];

async function seedFollowUps(
  app: INestApplicationContext,
  life: FollowedReturn,
  today: CivilDate,
): Promise<void> {
  const { officer, caseId, trackId, leftOn, days, how } = life;
  const note = (given: NewFollowUp) => app.get(FollowUps).note(officer, caseId, trackId, given);
  for (const [place, [months, after]] of ASKED.entries()) {
    const on = addDays(leftOn, Math.min(after, days));
    if (after > days + 6 || on > today) continue;
    if ((how === 'lost' && place > 0) || (how === 'slowly' && place === 2)) {
      const missed = {
        months,
        on,
        mode: 'call',
        outcome: 'not_reached',
        why: 'no_answer',
      } as const;
      await note(missed);
      continue;
    }
    await note({
      months,
      on,
      mode: place === 2 ? 'call' : 'visit',
      outcome: 'reached',
      economic: how === 'well' && place > 0 ? 'well' : 'some',
      social: 'well',
      psychosocial: how === 'danger' ? 'bad' : 'well',
      supports: ['economic', 'psychosocial'],
      moved: 'no',
      retrafficked: how === 'danger' ? 'suspected' : 'no_sign',
      inDanger: how === 'danger' ? 'yes' : 'no',
      note: 'Elle parle de son travail (texte inventé).',
    });
    if (place === 0 || place === 3) await seedSurvey(app, life, on, place === 3);
  }
  if (days < 366 || how === 'lost') return;
  await app
    .get(FollowUps)
    .satisfaction(officer, caseId, trackId, {
      on: addDays(leftOn, 367),
      repatriation: 3,
      counselling: 5,
      economic: 4,
      social: 4,
      community: 3,
      overall: how === 'well' ? 5 : 4,
      expectation: 4,
    });
  const on = addDays(leftOn, 368);
  const outcome = how === 'well' ? 'sustained' : 'at_risk';
  await app
    .get(Outcomes)
    .decide(officer, caseId, trackId, {
      on,
      outcome,
      note: 'Relu ensemble en réunion (texte inventé).',
    });
  if (how === 'well') await app.get(Tracks).step(officer, caseId, trackId, { to: 'completed', on });
}

const FIRST: Readonly<Record<string, string>> = {
  situation: 'dissatisfied',
  food: 'sometimes',
  can_borrow: 'no',
  borrows: 'often',
  debts: 'same',
  opportunities: 'poor',
  works: 'no',
  owns: 'no',
  seeks_work: 'yes',
  housing_access: 'fair',
  housing_standard: 'fair',
  education: 'good',
  justice: 'fair',
  identity_paper: 'yes',
  papers: 'fair',
  water: 'good',
  health_access: 'fair',
  health_quality: 'fair',
  services: 'fair',
  activities: 'rarely',
  network: 'weak',
  belonging: 'some',
  safety: 'fair',
  tensions: 'sometimes',
  discrimination: 'sometimes',
  distress: 'often',
  wants_support: 'yes',
  can_stay: 'yes',
  would_leave: 'stays',
};
const A_YEAR_ON = {
  situation: 'satisfied',
  food: 'rarely',
  can_borrow: 'yes',
  works: 'yes',
  debts: 'less',
  opportunities: 'good',
  network: 'strong',
  belonging: 'strong',
  distress: 'rarely',
  housing_access: 'good',
  papers: 'good',
  activities: 'often',
  wants_support: 'no',
};

function seedSurvey(
  app: INestApplicationContext,
  { officer, caseId, trackId, how }: FollowedReturn,
  on: CivilDate,
  last: boolean,
): Promise<unknown> {
  const better: Readonly<Record<string, string>> =
    last && how === 'well' ? A_YEAR_ON : last ? { works: 'yes', debts: 'less' } : {};
  const answers = { ...FIRST, ...better };
  return app.get(Surveys).hold(officer, caseId, trackId, { on, mode: 'visit', answers });
}
