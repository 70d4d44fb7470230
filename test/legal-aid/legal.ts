/** Courts, proceedings and hearings for the tests of legal aid, by the API. */
import type { TestPerson } from '../beneficiaries/test-people';
import type { SignedIn } from '../support/app';

let courts = 0;

export async function aCourt(by: SignedIn, more: object = {}): Promise<string> {
  courts += 1;
  const { body } = await by
    .post('/api/v1/courts', {
      kind: 'first_instance',
      fr: `Tribunal ${courts}`,
      ar: `محكمة ${courts}`,
      en: `Court ${courts}`,
      city: 'Rabat',
      region: '04',
      ...more,
    })
    .expect(201);
  return body.id as string;
}

export const legalOf = ({ path }: TestPerson): string => `${path}/legal`;

export async function aProceeding(
  by: SignedIn,
  person: TestPerson,
  more: object = {},
): Promise<{ id: string; path: string }> {
  const given = { kind: 'criminal_victim', stage: 'prosecution', openedOn: '2026-11-02', ...more };
  const { body } = await by.post(legalOf(person), given).expect(201);
  return { id: body.id, path: `${legalOf(person)}/${body.id}` };
}

export const aHearing = (
  by: SignedIn,
  proceeding: { path: string },
  courtId: string,
  more: object = {},
) =>
  by.post(`${proceeding.path}/hearings`, {
    courtId,
    day: '2026-11-26',
    time: '09:30',
    kind: 'trial',
    ...more,
  });

export const codesOf = ({ body }: { body: { code?: string; errors?: { code: string }[] } }) =>
  body.errors?.map(({ code }) => code) ?? [body.code];
