/** A course of a provider under an agreement, a session of it, and a person on the way through it, by the API. */
import type { TestPerson } from '../beneficiaries/test-people';
import type { SignedIn, TestApp } from '../support/app';

export const COURSES = '/api/v1/training/courses';
export const trainingOf = ({ path }: { path: string }): string => `${path}/training`;

export async function aProvider(mawa: TestApp, name = 'Centre Al Amal'): Promise<string> {
  const { rows } = await mawa.admin.query<{ id: string }>(
    `INSERT INTO organisations (code, kind, name) VALUES ($1, 'partner', $2) RETURNING id`,
    [`T${Date.now() % 1e9}${Math.floor(Math.random() * 1e4)}`, name],
  );
  return rows[0]!.id;
}

export const course = (providerId: string, more: object = {}) => ({
  providerId,
  title: 'Cuisine collective',
  level: '3',
  field: '10',
  language: 'ara',
  costPerPlace: '1200.00',
  currency: 'MAD',
  childCare: 'on_site',
  strenuous: false,
  access: ['step_free'],
  stipend: '0',
  transport: '0',
  paysExcused: false,
  agreement: 'CONV-7',
  agreedFrom: '2026-01-01',
  agreedUntil: '2027-12-31',
  ...more,
});

/** Mondays to Fridays of November 2026, and a few days of December. */
export const session = (more: object = {}) => ({
  startsOn: '2026-11-02',
  endsOn: '2026-12-04',
  weekdays: [1, 2, 3, 4, 5],
  startsAt: '09:00',
  endsAt: '13:00',
  places: 10,
  region: '06',
  ...more,
});

export async function aSession(
  manager: SignedIn,
  providerId: string,
  more: { course?: object; session?: object } = {},
): Promise<{ id: string; courseId: string; path: string }> {
  const made = await manager.post(COURSES, course(providerId, more.course)).expect(201);
  const courseId = made.body.id as string;
  const { body } = await manager
    .post(`${COURSES}/${courseId}/sessions`, session(more.session))
    .expect(201);
  return { id: body.id, courseId, path: `/api/v1/training/sessions/${body.id}` };
}

export const orientation = (more: object = {}) => ({
  on: '2026-11-02',
  interests: ['10'],
  schooling: '1',
  languages: ['ara'],
  experience: ['5'],
  needs: ['child_care'],
  avoids: [],
  ...more,
});

export async function enrolled(
  by: SignedIn,
  person: TestPerson,
  sessionId: string,
  on = '2026-11-02',
): Promise<{ id: string; state: string; path: string }> {
  const { body } = await by.post(`${trainingOf(person)}/enrolments`, { sessionId, on }).expect(201);
  return { ...body, path: `${trainingOf(person)}/enrolments/${body.id}` };
}

export const step = (by: SignedIn, { path }: { path: string }, to: string, more: object = {}) =>
  by.post(`${path}/steps`, { to, on: '2026-11-02', ...more });

/** With a place, admitted, and there from the first day. */
export async function begun(by: SignedIn, person: TestPerson, sessionId: string) {
  const enrolment = await enrolled(by, person, sessionId);
  await step(by, enrolment, 'admitted').expect(201);
  await step(by, enrolment, 'started').expect(201);
  return enrolment;
}

export const mark = (
  by: SignedIn,
  { path }: { path: string },
  day: string,
  marks: readonly (readonly [string, string])[],
  key?: string,
) =>
  by.post(
    `${path}/register/${day}`,
    { marks: marks.map(([enrolmentId, as]) => ({ enrolmentId, mark: as })) },
    key,
  );

export const codesOf = ({ body }: { body: { code?: string; errors?: { code: string }[] } }) =>
  body.errors?.map(({ code }) => code) ?? [body.code];
