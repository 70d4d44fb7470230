import type { INestApplicationContext } from '@nestjs/common';
import { People, unknownPerson, type NewPerson } from '../../modules/beneficiaries';
import { BedRequests, GroupPlanning, TurnAways } from '../../modules/shelter-beds';
import { Transactions } from '../../modules/platform/database/transactions';
import { JobRunner } from '../../modules/platform/queue';
import type { SettableClock } from '../../modules/platform/shared/clock';
import type { CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

type NewRequest = Parameters<BedRequests['open']>[1];
type SyntheticMember = readonly [given: string, sex: 'female' | 'male', age: number];

/** Freed together tonight: each line is one request, a family where it has several people. */
const FREED: readonly (readonly SyntheticMember[])[] = [
  [['Blessing', 'female', 23]],
  [['Joy', 'female', 27]],
  [['Mercy', 'female', 31]],
  [
    ['Patience', 'female', 26],
    ['Gift', 'male', 4],
  ],
  [['Emeka', 'male', 29]],
  [['Tunde', 'male', 34]],
  [
    ['Grâce', 'female', 33],
    ['Divine', 'female', 9],
    ['Prince', 'male', 1],
  ],
  [['Faith', 'female', 15]],
];

/** What was asked of some of them; of the others it was not yet. */
const SAID: Readonly<Record<number, Pick<NewRequest, 'risk' | 'medical'>>> = {
  0: { risk: 'high', medical: 'none' },
  1: { risk: 'some', medical: 'medicine' },
  3: { risk: 'high', medical: 'care' },
  6: { risk: 'some' },
  7: { risk: 'immediate', medical: 'none' },
};

/** Eleven people at one door within minutes, and the plan that an officer asked for. */
export async function seedGroupPlacement(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  tonight: CivilDate,
): Promise<string> {
  const leila = await programme.actor('leila');
  const requestIds: string[] = [];
  for (const [number, members] of FREED.entries()) {
    const { cases } = await app.get(Transactions).run(leila, (tx) =>
      app.get(People).register(
        tx,
        members.map((one) => person(tonight, one, `Groupe ${number + 1}`)),
        { together: members.length > 1 },
      ),
    );
    const { id } = await app
      .get(BedRequests)
      .open(leila, {
        caseIds: cases.map((one) => one.id),
        neededFrom: tonight,
        nights: 30,
        urgency: 'tonight',
        source: 'police',
        basis: 'vital_interest',
        interpreter: 'eng',
        ...SAID[number],
      });
    requestIds.push(id);
    clock.advance(60_000);
  }
  await app
    .get(TurnAways)
    .note(leila, { people: 2, children: 1, reason: 'no_fitting_bed', source: 'ngo' });
  const { id, jobId } = await app.get(GroupPlanning).ask(leila, { requestIds });
  await app.get(JobRunner).handle('plan-group', jobId);
  return `${FREED.flat().length} people freed at once, and a plan for them: /beds/groups/${id}`;
}

function person(on: CivilDate, [given, sex, age]: SyntheticMember, family: string): NewPerson {
  return {
    ...unknownPerson(on),
    names: { given, family, aliases: [] },
    nationality: 'NG',
    languages: ['eng'],
    sex,
    birthDate: `${Number(on.slice(0, 4)) - age}-01-15`,
    ageCertainty: 'exact',
    accessNeed: 'none',
    familyKey: family,
    relation: age < 18 ? 'child' : 'self',
    ...(sex === 'female' && age >= 18 ? { pregnant: false } : {}),
    safeContact: { mayCall: false },
  };
}
