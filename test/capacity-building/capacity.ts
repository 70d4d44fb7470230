/** A training of officials, who take part, and what they did there, by the API. */
import type { SignedIn } from '../support/app';

export const CAPACITY = '/api/v1/training/capacity';
export const TRAININGS = `${CAPACITY}/trainings`;

export const training = (organiserId: string, more: object = {}) => ({
  title: 'Repérer les victimes',
  topics: ['identification'],
  audience: ['police'],
  language: 'fra',
  mode: 'in_person',
  region: '04',
  organiserId,
  trainers: 'Dr Formatrice',
  days: [
    { on: '2026-05-04', hours: '6' },
    { on: '2026-05-05', hours: '4' },
  ],
  places: 20,
  ...more,
});
export const participant = (name: string, more: object = {}) => ({
  name,
  sex: 'female',
  kind: 'police',
  institution: 'Préfecture de Salé',
  ...more,
});

export interface TestTraining {
  readonly id: string;
  readonly path: string;
}

export async function aTraining(
  by: SignedIn,
  organiserId: string,
  more: object = {},
): Promise<TestTraining> {
  const { body } = await by.post(TRAININGS, training(organiserId, more)).expect(201);
  return { id: body.id, path: `${TRAININGS}/${body.id}` };
}

export const register = (by: SignedIn, { path }: TestTraining, name: string, more: object = {}) =>
  by.post(`${path}/participants`, participant(name, more));

export async function registered(
  by: SignedIn,
  one: TestTraining,
  name: string,
  more: object = {},
): Promise<string> {
  return (await register(by, one, name, more).expect(201)).body.id as string;
}

/** Each of them with a mark of that day. */
export const mark = (
  by: SignedIn,
  { path }: TestTraining,
  day: string,
  marks: Readonly<Record<string, string>>,
) =>
  by.post(`${path}/register/${day}`, {
    marks: Object.entries(marks).map(([participantId, mark]) => ({ participantId, mark })),
  });

export const tests = (
  by: SignedIn,
  { path }: TestTraining,
  moment: 'before' | 'after',
  on: string,
  scores: Readonly<Record<string, string>>,
) =>
  by.post(`${path}/tests`, {
    moment,
    on,
    scores: Object.entries(scores).map(([participantId, score]) => ({ participantId, score })),
  });

export const held = (by: SignedIn, { path }: TestTraining, on = '2026-05-05') =>
  by.post(`${path}/steps`, { to: 'held', on });
