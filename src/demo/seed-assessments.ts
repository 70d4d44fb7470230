import type { INestApplicationContext } from '@nestjs/common';
import {
  BeginAssessments,
  DecideScreenings,
  AssessmentFilling,
  SignAssessments,
} from '../../modules/assessments';
import { Tasks } from '../../modules/plans';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { RegisteredPerson } from './seed-people';

type Sections = Readonly<Record<string, Readonly<Record<string, object>>>>;
const yes = { value: 'yes' };
const no = { value: 'no' };
const some = { value: 'some' };
const urgent = { value: 'urgent' };
const unsaid = { gap: 'declined' };

const NEEDS_AT_FIRST: Sections = {
  first_things: { need_housing: urgent, need_food: some, need_clothes: urgent, need_money: some },
  health: { need_health: some, need_psychological: urgent },
  papers_rights: { need_papers: urgent, need_legal: some, need_interpreter: { value: 'none' } },
  own_words: { first_wish: { value: 'Dormir une nuit entière sans avoir peur.' } },
};
const NEEDS_LATER: Sections = {
  first_things: {
    need_housing: { value: 'none' },
    need_food: { value: 'none' },
    need_clothes: { value: 'none' },
    need_money: some,
  },
  health: { need_health: { value: 'none' }, need_psychological: some },
  papers_rights: { need_papers: some, need_legal: some },
  ahead: { need_work: some, wish_where: { value: 'here' } },
  own_words: { strengths: { value: 'Elle coud, et une cousine l’appelle chaque dimanche.' } },
};
const RISK_HIGH: Sections = {
  now: { alone: yes, feels_safe: no },
  threats: {
    threatened: yes,
    threat_when: { value: 'week' },
    injured_others: { gap: 'not_known' },
    threat_kinds: { value: ['family', 'take_back'] },
  },
  reach: {
    knows_place: no,
    knows_phone: yes,
    near: { gap: 'not_known' },
    close_person: yes,
    influence: yes,
  },
  self: { self_harm: unsaid, trusted: yes, would_help: { value: 'Changer de numéro.' } },
};
const RISK_MODERATE: Sections = {
  now: { alone: yes, feels_safe: yes },
  threats: {
    threatened: yes,
    threat_when: { value: 'month' },
    threat_kinds: { value: ['family'] },
  },
  reach: { knows_place: no, knows_phone: no, near: no, influence: yes },
  self: { self_harm: no, trusted: yes, can_call: yes },
};
const RISK_LOW: Sections = {
  now: { alone: yes, feels_safe: yes },
  threats: { threatened: no },
  reach: { knows_place: no, knows_phone: no, near: no, influence: no, debt_claimed: no },
  self: { self_harm: no, trusted: yes, can_call: yes },
};
const ELEVEN: Sections = {
  beginning: { abuse_of_vulnerability: yes, deception: yes },
  freedom: { restriction_of_movement: yes, isolation: yes, retention_of_documents: yes },
  fear: { violence: unsaid, intimidation_and_threats: yes },
  work: { withholding_of_wages: yes, debt_bondage: no, excessive_overtime: yes },
};
const DELPHI: Sections = {
  deceptive_recruitment: { dr_job: yes, dr_wages: yes, dr_contract: { gap: 'not_known' } },
  recruitment_abuse: { ra_economic: yes, ra_family: yes },
  exploitation: { ex_hours: yes, ex_pay: yes },
  destination_coercion: { dc_documents: yes, dc_isolation: yes, dc_violence: unsaid },
};
const CHILD: Sections = {
  question: { decision_about: { value: 'where_to_live' } },
  who: { took_part: { value: ['child', 'officer', 'house', 'psychologist'] }, conflict: no },
  view: {
    heard: yes,
    heard_how: { value: 'play' },
    own_view: { value: 'Rester avec maman, et aller à l’école avec Inès.' },
  },
  safety: { family_safety: { value: 'with_help' }, family_part: no },
  outcome: {
    outcome: { value: 'stay' },
    differs: no,
    weighed: {
      value: 'La maison avec sa mère, ou la tante : la tante habite près de ceux qui menacent.',
    },
    outcome_why: { value: 'Elle y est en sécurité, avec sa mère, et l’école est proche.' },
  },
};

/** Some people of the programme assessed in the past months, by the real use cases. */
export async function seedAssessments(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  people: readonly RegisteredPerson[],
  family: readonly string[],
  today: CivilDate,
): Promise<void> {
  const done = new AssessmentSeeder(app, programme, clock);
  const now = clock.now();
  const adults = people
    .filter(({ age, registeredOn }) => (age ?? 0) >= 18 && registeredOn < addDays(today, -120))
    .slice(-14);
  const courses: readonly (readonly [daysAgo: number, form: string, sections: Sections])[][] = [
    [
      [110, 'risk', RISK_HIGH],
      [80, 'risk', RISK_MODERATE],
      [20, 'risk', RISK_LOW],
      [95, 'needs', NEEDS_AT_FIRST],
      [18, 'needs', NEEDS_LATER],
    ],
    [
      [60, 'risk', RISK_MODERATE],
      [6, 'risk', RISK_HIGH],
    ],
    [
      [40, 'needs', NEEDS_AT_FIRST],
      [39, 'risk', RISK_MODERATE],
    ],
    [
      [30, 'needs', NEEDS_LATER],
      [28, 'risk', RISK_LOW],
    ],
  ];
  const visits = adults
    .flatMap((person, at) => courses[at % courses.length]!.map((visit) => ({ person, visit })))
    .sort((a, b) => b.visit[0] - a.visit[0]);
  for (const { person, visit } of visits) {
    const [daysAgo, form, sections] = visit;
    await done.sign(person.officer, person.caseId, form, sections, addDays(today, -daysAgo));
    if (daysAgo > 7) await done.doWhatItAsks(person.officer, person.caseId);
  }
  const [first, second] = adults;
  if (first && second) {
    const screening = await done.sign(
      first.officer,
      first.caseId,
      'ilo_indicators',
      ELEVEN,
      addDays(today, -12),
    );
    await done.decide(first.officer, first.caseId, screening);
    await done.sign(
      second.officer,
      second.caseId,
      'delphi_adult_labour',
      DELPHI,
      addDays(today, -9),
    );
  }
  await done.theFamily(family, today);
  clock.set(now);
}

class AssessmentSeeder {
  constructor(
    private readonly app: INestApplicationContext,
    private readonly programme: SeededProgramme,
    private readonly clock: SettableClock,
  ) {}

  async fill(officer: string, caseId: string, form: string, sections: Sections, day: CivilDate) {
    this.clock.set(`${day}T10:15:00Z`);
    const actor = await this.programme.actor(officer);
    const filling = this.app.get(AssessmentFilling);
    const { id } = await this.app.get(BeginAssessments).start(actor, caseId, form);
    for (const [section, answers] of Object.entries(sections)) {
      await filling.save(actor, caseId, id, { section, revision: 0, answers });
    }
    return { actor, id };
  }

  async sign(officer: string, caseId: string, form: string, sections: Sections, day: CivilDate) {
    const { actor, id } = await this.fill(officer, caseId, form, sections, day);
    await this.app.get(SignAssessments).finish(actor, caseId, id);
    return id;
  }

  /** The plan or the help that a result asked for, done within the day. */
  async doWhatItAsks(officer: string, caseId: string): Promise<void> {
    const actor = await this.programme.actor(officer);
    const tasks = this.app.get(Tasks);
    this.clock.advance(5 * 3_600_000);
    const { tasks: open } = await tasks.list(actor, { caseId, whose: 'all' });
    for (const task of open.filter(
      ({ kind }) => kind === 'safety_plan' || kind === 'urgent_help',
    )) {
      await tasks.done(actor, task.id);
    }
  }

  async decide(officer: string, caseId: string, id: string): Promise<void> {
    const actor = await this.programme.actor(officer);
    await this.app
      .get(DecideScreenings)
      .decide(actor, caseId, id, {
        decision: 'presumed',
        decidedBy: 'programme',
        note: 'Sept signes, et la peur de rentrer.',
      });
  }

  /** The family of the main job: the mother's risk, what was begun for her, the girl's best interests. */
  async theFamily([mother, girl]: readonly string[], today: CivilDate): Promise<void> {
    if (!mother || !girl) return;
    await this.sign('leila', mother, 'risk', RISK_HIGH, addDays(today, -3));
    const { actor, id } = await this.fill(
      'leila',
      girl,
      'best_interests',
      CHILD,
      addDays(today, -2),
    );
    const review = { outcome: { review_on: { value: addDays(today, 80) } } };
    await this.app
      .get(AssessmentFilling)
      .save(actor, girl, id, { section: 'outcome', revision: 1, answers: review.outcome });
    const salma = await this.programme.actor('salma');
    await this.app.get(SignAssessments).finish(actor, girl, id, salma.userId);
    await this.fill(
      'leila',
      mother,
      'vulnerability',
      { body: { illness: no } },
      addDays(today, -1),
    );
  }
}
