/** A project on its way from an idea to a business, by the API. */
import type { TestPerson } from '../beneficiaries/test-people';
import type { SignedIn } from '../support/app';

export const PROJECTS = '/api/v1/training/projects';
export const SITTINGS = `${PROJECTS}/sittings`;

export const idea = (more: object = {}) => ({
  kind: 'cooperative',
  title: 'Pains du matin',
  activity: 'food',
  region: '06',
  shares: 50,
  on: '2026-10-01',
  note: 'Un fournil à trois.',
  ...more,
});
/** 3 000 + 20 000 − 18 000; then 4 000 in and 2 500 out each month. */
export const plan = (more: object = {}) => ({
  startsOn: '2026-12-01',
  ownContribution: '3000.00',
  grantAsked: '20000.00',
  lines: [
    { kind: 'need', label: 'Four', amounts: ['18000.00'] },
    { kind: 'income', label: 'Vente de pain', amounts: ['4000.00'] },
    { kind: 'expense', label: 'Farine', amounts: ['2500.00'] },
  ],
  ...more,
});
export const CRITERIA = ['viability', 'skills', 'market', 'safety', 'benefit'];
export const scores = (points: number, note = 'tient debout') => ({
  scores: CRITERIA.map((criterion) => ({ criterion, points, reason: note })),
});
export const decision = (lineId: string, more: object = {}) => ({
  outcome: 'approved',
  amount: '18000.00',
  lineId,
  tranches: [
    { amount: '10000.00', milestone: 'Le local est loué', dueOn: '2026-11-30' },
    { amount: '8000.00', milestone: 'Le four tourne', dueOn: '2026-12-31' },
  ],
  ...more,
});

export interface TestProject {
  readonly id: string;
  readonly path: string;
}
const of = (id: string): TestProject => ({ id, path: `${PROJECTS}/${id}` });

export async function begun(
  by: SignedIn,
  people: readonly TestPerson[],
  more: object = {},
): Promise<TestProject> {
  const [first, ...others] = people;
  const body = idea(more);
  const { body: made } = await by.post(`${first!.path}/projects`, body).expect(201);
  const project = of(made.id as string);
  for (const { caseNumber } of others) {
    const joins = {
      caseNumber,
      on: '2026-10-02',
      ...(body.kind === 'cooperative' && { shares: 25 }),
    };
    await by.post(`${project.path}/people`, joins).expect(201);
  }
  return project;
}

export const step = (by: SignedIn, { path }: TestProject, to: string, more: object = {}) =>
  by.post(`${path}/steps`, { to, on: '2026-11-02', ...more });

export async function submitted(
  by: SignedIn,
  people: readonly TestPerson[],
  more: object = {},
): Promise<TestProject> {
  const project = await begun(by, people, more);
  await step(by, project, 'plan').expect(201);
  await by.post(`${project.path}/plans`, plan()).expect(201);
  await step(by, project, 'submitted').expect(201);
  return project;
}

export async function aSitting(
  members: readonly SignedIn[],
  on = '2026-11-24',
): Promise<{ id: string; path: string }> {
  const [chair, ...others] = members;
  const memberIds = others.map(({ actor }) => actor.userId);
  const body = { on, chairId: chair!.actor.userId, memberIds };
  const { body: made } = await chair!.post(SITTINGS, body).expect(201);
  return { id: made.id, path: `${SITTINGS}/${made.id}` };
}

export const at = (sitting: { path: string }, { id }: TestProject): string =>
  `${sitting.path}/projects/${id}`;

/** Put before the committee, scored by all of it, and granted by its chair. */
export async function granted(
  by: SignedIn,
  members: readonly SignedIn[],
  project: TestProject,
  lineId: string,
  more: object = {},
): Promise<{ id: string }[]> {
  const sitting = await aSitting(members);
  await by.post(`${project.path}/agenda`, { sittingId: sitting.id }).expect(201);
  for (const member of members) {
    await member.post(`${at(sitting, project)}/scores`, scores(4)).expect(201);
  }
  await members[0]!.post(`${at(sitting, project)}/decision`, decision(lineId, more)).expect(201);
  return (await by.get(project.path).expect(200)).body.tranches;
}
