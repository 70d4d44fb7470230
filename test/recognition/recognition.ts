/** A standard, and a person on the way through its recognition, by the API. */
import type { TestPerson } from '../beneficiaries/test-people';
import type { SignedIn } from '../support/app';
import { trainingOf } from '../vocational-training/training';

export const STANDARDS = '/api/v1/training/standards';
export const recognitionOf = (person: { path: string }): string =>
  `${trainingOf(person)}/recognition`;
/** The day on which everything is judged. */
export const ON = '2026-11-24';

/** Two units that the full certificate asks for, and one that it does not. */
export const standard = (authorityId: string, more: object = {}) => ({
  title: 'Cuisinière de collectivité',
  isco: '5120',
  field: '10',
  language: 'fra',
  authorityId,
  origin: 'Référentiel inventé 1',
  since: '2025-01-01',
  currentYears: 5,
  fee: '0',
  currency: 'MAD',
  units: [
    { title: 'Préparer un repas', required: true },
    { title: 'Tenir la cuisine propre', required: true },
    { title: 'Servir en salle', required: false },
  ],
  ...more,
});

export interface TestUnit {
  readonly id: string;
  readonly title: string;
}
export interface TestStandard {
  readonly id: string;
  readonly units: readonly [TestUnit, TestUnit, TestUnit];
}

export async function aStandard(
  manager: SignedIn,
  authorityId: string,
  more: object = {},
): Promise<TestStandard> {
  const made = await manager.post(STANDARDS, standard(authorityId, more)).expect(201);
  return (await manager.get(`${STANDARDS}/${made.body.id}`).expect(200)).body;
}

export interface TestProcedure {
  readonly id: string;
  readonly path: string;
  readonly person: TestPerson;
}

export async function enquired(
  by: SignedIn,
  person: TestPerson,
  standardId: string,
  on = '2026-11-02',
): Promise<TestProcedure> {
  const path = recognitionOf(person);
  const { body } = await by.post(path, { standardId, on }).expect(201);
  return { id: body.id, path: `${path}/${body.id}`, person };
}

export const step = (by: SignedIn, { path }: TestProcedure, to: string, more: object = {}) =>
  by.post(`${path}/steps`, { to, on: '2026-11-10', ...more });

/** Counselled, and with a portfolio to be filled. */
export async function gathering(by: SignedIn, person: TestPerson, standardId: string) {
  const procedure = await enquired(by, person, standardId);
  for (const to of ['eligible', 'counselled', 'portfolio_open']) {
    await step(by, procedure, to).expect(201);
  }
  return procedure;
}

export const piece = (unitId: string, more: object = {}) => ({
  unitId,
  form: 'work_sample',
  on: '2025-06-01',
  description: 'trois repas pour quarante',
  ...more,
});

export async function addPiece(
  by: SignedIn,
  { path }: TestProcedure,
  unitId: string,
  more: object = {},
) {
  const { body } = await by.post(`${path}/pieces`, piece(unitId, more)).expect(201);
  return body.id as string;
}

export const ask = (by: SignedIn, { path }: TestProcedure, { actor }: SignedIn) =>
  by.post(`${path}/assessors`, { assessorId: actor.userId, on: '2026-11-12' });
export const declare = (by: SignedIn, { path }: TestProcedure, conflict = 'none') =>
  by.post(`${path}/declaration`, { conflict, on: '2026-11-12' });

/** Asked, and without conflict. */
export async function assessedBy(officer: SignedIn, procedure: TestProcedure, assessor: SignedIn) {
  await ask(officer, procedure, assessor).expect(201);
  await declare(assessor, procedure).expect(201);
}

export const judgement = (more: object = {}) => ({
  on: ON,
  authentic: true,
  sufficient: true,
  valid: true,
  current: true,
  ...more,
});
export const judge = (by: SignedIn, { path }: TestProcedure, pieceId: string, more: object = {}) =>
  by.post(`${path}/pieces/${pieceId}/judgements`, judgement(more));

export const found = (unitId: string, result: string, more: object = {}) => ({
  unitId,
  result,
  demonstrated: true,
  on: ON,
  ...more,
});
export const find = (
  by: SignedIn,
  { path }: TestProcedure,
  unitId: string,
  result: string,
  more: object = {},
) => by.post(`${path}/results`, found(unitId, result, more));
export const conclude = (by: SignedIn, { path }: TestProcedure, outcome = 'assessed') =>
  by.post(`${path}/conclusion`, { outcome, on: ON });
export const certify = (by: SignedIn, { path }: TestProcedure, kind: string, more: object = {}) =>
  by.post(`${path}/certificate`, { kind, on: ON, ...more });

/** Submitted with a piece, and assessed: the results of the first two units. */
export async function assessed(
  officer: SignedIn,
  assessor: SignedIn,
  person: TestPerson,
  { id, units }: TestStandard,
  results: readonly [string, string] = ['competent', 'competent'],
): Promise<TestProcedure> {
  const procedure = await gathering(officer, person, id);
  await addPiece(officer, procedure, units[0].id);
  await step(officer, procedure, 'portfolio_submitted').expect(201);
  await assessedBy(officer, procedure, assessor);
  for (const [place, result] of results.entries()) {
    await find(assessor, procedure, units[place]!.id, result).expect(201);
  }
  await conclude(assessor, procedure).expect(201);
  return procedure;
}
