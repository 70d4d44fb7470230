/** The year after somebody left a shelter, by the API: a track of a year ago, and what is asked along it. */
import type { TestPerson } from '../beneficiaries/test-people';
import type { SignedIn } from '../support/app';
import * as give from './returns';
import { aTrack, atHome, step } from './returns';

/** Left on 10 November 2025: windows 3–24 December, 27 January–3 March, 26 April–9 June, 11 October–10 December 2026. */
export async function aReintegrationTrack(
  officer: SignedIn,
  second: SignedIn,
  person: TestPerson,
  leftOn = '2025-11-10',
): Promise<{ id: string; path: string }> {
  const year = leftOn.slice(0, 4);
  const on = (day: string) => `${year}-11-${day}`;
  const track = await aTrack(officer, person, { ...atHome, leftOn, openedOn: leftOn });
  await officer.post(`${track.path}/counselling`, give.session({ on: on('11') })).expect(201);
  await officer.post(`${track.path}/decisions`, give.decision({ on: on('12') })).expect(201);
  await officer.post(`${track.path}/family`, give.family({ on: on('12') })).expect(201);
  const risk = give.risk({ on: on('13'), informedOn: on('01') });
  const { body } = await officer.post(`${track.path}/risks`, risk).expect(201);
  await second.post(`${track.path}/risks/${body.id}/decision`, { decision: 'go' }).expect(201);
  await step(officer, track, 'reintegrating', on('20')).expect(201);
  return track;
}

export const followUp = (more: object = {}) => ({
  months: 1,
  on: '2025-12-10',
  mode: 'visit',
  outcome: 'reached',
  economic: 'some',
  social: 'well',
  psychosocial: 'well',
  supports: ['economic'],
  moved: 'no',
  retrafficked: 'no_sign',
  inDanger: 'no',
  ...more,
});
export const notReached = (more: object = {}) => ({
  months: 3,
  on: '2026-02-10',
  mode: 'call',
  outcome: 'not_reached',
  why: 'no_answer',
  ...more,
});

/** Every scored question answered at its best, but the ones given. */
export const BEST: Readonly<Record<string, string>> = {
  situation: 'very_satisfied',
  food: 'never',
  can_borrow: 'yes',
  borrows: 'never',
  debts: 'no_debt',
  opportunities: 'very_good',
  works: 'yes',
  owns: 'yes',
  housing_access: 'very_good',
  housing_standard: 'very_good',
  education: 'very_good',
  children_at_school: 'all',
  justice: 'very_good',
  identity_paper: 'yes',
  papers: 'very_good',
  water: 'very_good',
  health_access: 'very_good',
  health_quality: 'very_good',
  services: 'very_good',
  activities: 'very_often',
  network: 'very_strong',
  belonging: 'very_strong',
  safety: 'very_good',
  tensions: 'never',
  discrimination: 'never',
  distress: 'never',
  wants_support: 'no',
  can_stay: 'yes',
};
export const survey = (more: object = {}, answers: object = {}) => ({
  on: '2025-12-10',
  mode: 'visit',
  answers: { ...BEST, ...answers },
  ...more,
});
