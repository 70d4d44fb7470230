/** A track and all that a decision asks for, by the API. */
import { BEST_INTERESTS, save, started } from '../assessments/samples';
import type { TestPerson } from '../beneficiaries/test-people';
import type { SignedIn } from '../support/app';

export const TOPICS = [
  'choice',
  'stay_options',
  'country',
  'risks',
  'journey',
  'help_after',
  'change_mind',
  'data',
];
export const returnsOf = ({ path }: { path: string }): string => `${path}/returns`;

export async function aTrack(
  by: SignedIn,
  person: TestPerson,
  more: object = {},
): Promise<{ id: string; path: string }> {
  const given = { door: 'return', country: 'CI', openedOn: '2026-11-02', ...more };
  const { body } = await by.post(returnsOf(person), given).expect(201);
  return { id: body.id, path: `${returnsOf(person)}/${body.id}` };
}

export const atHome = { door: 'home', country: undefined, region: '04', leftOn: '2026-10-30' };

export const session = (more: object = {}) => ({
  on: '2026-11-03',
  how: 'in_person',
  language: 'fra',
  interpreter: 'professional',
  alone: true,
  topics: TOPICS,
  understood: 'yes',
  ...more,
});
export const decision = (more: object = {}) => ({
  on: '2026-11-05',
  decision: 'go',
  decider: 'self',
  capacity: 'not_in_doubt',
  pressure: 'none',
  ...more,
});
export const risk = (more: object = {}) => ({
  on: '2026-11-06',
  informedOn: '2026-11-01',
  retrafficking: 'low',
  family: 'low',
  debts: 'medium',
  stigma: 'low',
  country: 'low',
  ...more,
});
export const family = (more: object = {}) => ({
  kind: 'assessment',
  outcome: 'safe',
  on: '2026-11-04',
  ...more,
});
export const paper = (more: object = {}) => ({
  kind: 'laissez_passer',
  country: 'CI',
  to: 'issued',
  on: '2026-11-15',
  validUntil: '2027-02-15',
  ...more,
});
export const fitness = (more: object = {}) => ({ on: '2026-11-18', verdict: 'fit', ...more });

export const step = (by: SignedIn, { path }: { path: string }, to: string, on = '2026-11-20') =>
  by.post(`${path}/steps`, { to, on });

/** Counselled, decided, the family asked after, the risk weighed by one and decided by another. */
export async function decided(
  officer: SignedIn,
  second: SignedIn,
  { path }: { path: string },
): Promise<void> {
  await officer.post(`${path}/counselling`, session()).expect(201);
  await officer.post(`${path}/decisions`, decision()).expect(201);
  await officer.post(`${path}/family`, family()).expect(201);
  const { body } = await officer.post(`${path}/risks`, risk()).expect(201);
  await second.post(`${path}/risks/${body.id}/decision`, { decision: 'go' }).expect(201);
}

export const journey = (more: object = {}) => ({
  legs: [{ mode: 'air', from: 'MA', to: 'CI', leavesOn: '2026-11-20', reachesOn: '2026-11-20' }],
  escort: 'none',
  contact: 'partner',
  ...more,
});
export const arrival = (more: object = {}) => ({
  on: '2026-11-24',
  reportedBy: 'partner',
  how: 'phone',
  received: 'partner',
  onward: 'arranged',
  wellbeing: 'well',
  ...more,
});
export const FORMALITIES = [
  'all_exit_permit',
  'all_proceedings',
  'all_medicines',
  'all_contact_safe',
  'ci_consular_interview',
];

/** With a paper to travel with, a body fit for it, a journey and all formalities settled. */
export async function prepared(officer: SignedIn, { path }: { path: string }): Promise<void> {
  await officer.post(`${path}/documents`, paper()).expect(201);
  await officer.post(`${path}/fitness`, fitness()).expect(201);
  await officer.post(`${path}/journeys`, journey()).expect(201);
  for (const item of FORMALITIES) {
    const settled = { item, outcome: 'done', on: '2026-11-19' };
    await officer.post(`${path}/formalities`, settled).expect(201);
  }
}

export const codesOf = ({ body }: { body: { code?: string; errors?: { code: string }[] } }) =>
  body.errors?.map(({ code }) => code) ?? [body.code];

/** The best interests of a child, signed and waiting for who approves. */
export async function determination(
  officer: SignedIn,
  { actor }: SignedIn,
  { id: caseId, path }: TestPerson,
): Promise<string> {
  const id = await started(officer, caseId, 'best_interests');
  for (const [section, answers] of Object.entries(BEST_INTERESTS)) {
    await save(officer, caseId, id, section, answers).expect(200);
  }
  await officer
    .post(`${path}/assessments/${id}/signature`, { approverId: actor.userId })
    .expect(201);
  return id;
}
