/** Partners with places, a person who agrees to share, and a referral between them. */
import type supertest from 'supertest';
import { ADULT, yesTo } from '../consents/consent-answers';
import type { SignedIn, TestApp } from '../support/app';

export const NEEDS = 'un avis médical cette semaine, en darija';
let organisations = 0;
const administrators = new WeakMap<TestApp, Promise<SignedIn>>();

function administratorOf(mawa: TestApp): Promise<SignedIn> {
  const known = administrators.get(mawa) ?? mawa.signIn('administrator');
  administrators.set(mawa, known);
  return known;
}

export async function aPartner(
  mawa: TestApp,
  more: { name?: string; language?: string; partnerType?: string; country?: string } = {},
): Promise<string> {
  const admin = await administratorOf(mawa);
  organisations += 1;
  const { name = `Partenaire ${organisations}`, country = 'MA', ...facts } = more;
  const { body } = await admin
    .post('/api/v1/organisations', { code: `PART-${organisations}`, kind: 'partner', name })
    .expect(201);
  const described = { name, country, language: 'fr', partnerType: 'health', ...facts };
  await admin.post(`/api/v1/organisations/${body.id}`, described).expect(201);
  return body.id as string;
}

export const hasPlaces = (
  officer: SignedIn,
  partnerId: string,
  places: number | 'open',
  service = 'medical',
): supertest.Test =>
  officer.post(`/api/v1/partners/${partnerId}/places`, {
    service,
    how: 'phone',
    ...(places === 'open'
      ? { state: 'open' }
      : places === 0
        ? { state: 'full' }
        : { state: 'places', places }),
  });

export async function aPerson(officer: SignedIn, person: object = ADULT): Promise<string> {
  const { body } = await officer.post('/api/v1/people', { people: [person] }).expect(201);
  return body.cases[0].id as string;
}

export const agrees = async (
  officer: SignedIn,
  caseId: string,
  recipientId: string,
): Promise<string> =>
  (
    await officer
      .post(`/api/v1/people/${caseId}/consents`, yesTo('sharing', { recipientId }))
      .expect(201)
  ).body.id as string;

export const asking = (partnerId: string, more: object = {}) => ({
  partnerId,
  service: 'medical',
  urgency: 'soon',
  parts: ['facts', 'needs', 'safe_contact'],
  needs: NEEDS,
  ...more,
});

export interface Sent {
  readonly id: string;
  readonly caseId: string;
  readonly consentId: string;
  readonly partnerId: string;
}

/** Agreed, sent, and standing at the partner. */
export async function aReferral(
  officer: SignedIn,
  partnerId: string,
  more: object = {},
): Promise<Sent> {
  const caseId = await aPerson(officer);
  const consentId = await agrees(officer, caseId, partnerId);
  const { body } = await officer
    .post(`/api/v1/people/${caseId}/referrals`, asking(partnerId, more))
    .expect(201);
  return { id: body.id as string, caseId, consentId, partnerId };
}

/** The number of a link, as it stands in its address. */
export async function aLink(officer: SignedIn, referralId: string): Promise<string> {
  const { body } = await officer.post(`/api/v1/referrals/${referralId}/link`).expect(201);
  return (body.path as string).replace(/^\/r\//, '').replace(/\?.*$/, '');
}

export const stateOf = async (mawa: TestApp, id: string): Promise<string> =>
  (await mawa.admin.query('SELECT state FROM referrals WHERE id = $1', [id])).rows[0].state;
