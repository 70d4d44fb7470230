/** A vetted employer, an offer, and a person on the way to work, by the API. */
import type { TestPerson } from '../beneficiaries/test-people';
import type { SignedIn } from '../support/app';

export const WORK = '/api/v1/training/work';
export const EMPLOYERS = `${WORK}/employers`;
export const workOf = ({ path }: { path: string }): string => `${path}/work`;

export const employer = (more: object = {}) => ({
  name: 'Hôtel du Palmier',
  sector: 'I_AccommodationAndFoodServiceActivities',
  region: '04',
  contact: 'Madame Contact, +212500000000',
  ...more,
});
export const vetting = (more: object = {}) => ({
  on: '2025-11-02',
  lookedAt: ['visit', 'workers_heard'],
  result: 'accepted',
  expiresOn: '2027-12-31',
  ...more,
});
export const offer = (more: object = {}) => ({
  title: 'Aide en cuisine',
  occupation: '5',
  places: 2,
  hoursAWeek: '44',
  wage: '3500.00',
  wagePeriod: 'month',
  from: '2025-12-01',
  until: '2026-12-31',
  ...more,
});
/** At work for somebody else, on good terms. */
export const placement = (employerId: string | null, more: object = {}) => ({
  kind: 'employed',
  occupation: '5',
  startsOn: '2026-03-10',
  hoursAWeek: '44',
  daysAWeek: 6,
  ...(employerId && { employerId }),
  contractForm: 'written',
  contractKind: 'open_ended',
  cnss: true,
  wage: '3500.00',
  wagePeriod: 'month',
  floorKind: 'smig',
  papersKeptBy: 'worker',
  freeToLeave: true,
  housingTied: false,
  grievanceKnown: true,
  incomeBefore: '800.00',
  on: '2026-03-08',
  ...more,
});
export const followUp = (more: object = {}) => ({
  months: 6,
  on: '2026-09-12',
  mode: 'call',
  outcome: 'reached',
  inWork: 'same',
  income: '3500.00',
  hoursAWeek: '44',
  signs: { wages: 'not_seen' },
  ...more,
});
export const answer = (more: object = {}) => ({ on: '2026-11-24', done: ['inspector'], ...more });

export async function anEmployer(
  by: SignedIn,
  more: { employer?: object; vetting?: object | null } = {},
): Promise<{ id: string; path: string }> {
  const { body } = await by.post(EMPLOYERS, employer(more.employer)).expect(201);
  const path = `${EMPLOYERS}/${body.id}`;
  if (more.vetting !== null) await by.post(`${path}/vettings`, vetting(more.vetting)).expect(201);
  return { id: body.id, path };
}

export async function anOffer(by: SignedIn, { path }: { path: string }, more: object = {}) {
  return (await by.post(`${path}/offers`, offer(more)).expect(201)).body.id as string;
}

export async function applied(by: SignedIn, person: TestPerson, offerId: string) {
  const sent = { offerId, on: '2026-03-01' };
  const { body } = await by.post(`${workOf(person)}/applications`, sent).expect(201);
  return { id: body.id as string, path: `${workOf(person)}/applications/${body.id}` };
}

export async function placed(by: SignedIn, person: TestPerson, body: object) {
  const { body: made } = await by.post(`${workOf(person)}/placements`, body).expect(201);
  return { id: made.id as string, path: `${workOf(person)}/placements/${made.id}` };
}

export const step = (by: SignedIn, { path }: { path: string }, to: string, more: object = {}) =>
  by.post(`${path}/steps`, { to, on: '2026-03-10', ...more });

export async function atWork(by: SignedIn, person: TestPerson, body: object) {
  const one = await placed(by, person, body);
  await step(by, one, 'started').expect(201);
  return one;
}
