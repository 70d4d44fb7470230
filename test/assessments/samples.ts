/** Filling in forms over HTTP, for the tests of assessments. */
import type { SignedIn } from '../support/app';

export const yes = { value: 'yes' };
export const no = { value: 'no' };
type Answers = Record<string, object>;

export const assessmentsPath = (caseId: string): string => `/api/v1/people/${caseId}/assessments`;

export async function started(by: SignedIn, caseId: string, form: string): Promise<string> {
  const { body } = await by.post(assessmentsPath(caseId), { form }).expect(201);
  return (body as { id: string }).id;
}

export const save = (
  by: SignedIn,
  caseId: string,
  id: string,
  section: string,
  answers: Answers,
  revision = 0,
) => by.put(`${assessmentsPath(caseId)}/${id}/sections/${section}`, { revision, answers });

/** Filled in with these answers, section by section, and signed. */
export async function signed(
  by: SignedIn,
  caseId: string,
  form: string,
  sections: Record<string, Answers>,
): Promise<string> {
  const id = await started(by, caseId, form);
  for (const [section, answers] of Object.entries(sections)) {
    await save(by, caseId, id, section, answers).expect(200);
  }
  await by.post(`${assessmentsPath(caseId)}/${id}/signature`).expect(201);
  return id;
}

/** High by one answer alone: those who are feared know the place. */
export const HIGH_RISK = { reach: { knows_place: yes, near: yes } };
/** 2 for not feeling safe, 2 for the phone, 2 for nearby: six. */
export const MODERATE_RISK = {
  now: { feels_safe: no },
  reach: { knows_place: no, knows_phone: yes, near: yes },
};
export const LOW_RISK = { now: { feels_safe: yes }, self: { trusted: yes, self_harm: no } };

const text = (value: string) => ({ value });
/** All that has to be answered before the best interests of a child are signed. */
export const BEST_INTERESTS = {
  question: { decision_about: { value: 'where_to_live' } },
  who: { took_part: { value: ['child', 'officer'] }, conflict: no },
  view: {
    heard: yes,
    heard_how: { value: 'play' },
    own_view: text('Rester avec sa sœur Zoulikha'),
  },
  outcome: {
    weighed: text('La maison, ou la tante'),
    outcome: { value: 'stay' },
    outcome_why: text('La tante n’est pas prête'),
    differs: no,
    review_on: text('2027-02-01'),
  },
};
