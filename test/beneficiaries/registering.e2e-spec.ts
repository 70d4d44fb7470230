import type { SignedIn, TestApp } from '../support/app';
import { startApp } from '../support/app';

interface Answer {
  cases: { id: string; caseNumber: string; familyId: string | null }[];
  familyId: string | null;
  possibleDuplicate: boolean;
}

describe('registering people', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const register = async (people: object[], by = officer) => {
    const { body } = await by.post('/api/v1/people', { people }).expect(201);
    return body as Answer;
  };
  const count = async (table: string) =>
    Number((await mawa.admin.query(`SELECT count(*) AS n FROM ${table}`)).rows[0].n);
  const everything = async () => {
    const counts: number[] = [];
    for (const table of [
      'cases',
      'case_access',
      'case_seals',
      'keys.case_keys',
      'stage_changes',
      'audit_log',
    ]) {
      counts.push(await count(table));
    }
    return counts;
  };

  it('needs nothing but today', async () => {
    const { cases } = await register([{}]);
    expect(cases).toHaveLength(1);
    expect(cases[0]!.caseNumber).toMatch(/^M-[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]$/);
    const { body } = await officer.get(`/api/v1/people/${cases[0]!.id}`).expect(200);
    expect(body).toMatchObject({
      registeredOn: '2026-11-24',
      stage: 'detected',
      sex: null,
      age: null,
      ageCertainty: 'unknown',
      family: [],
    });
    expect(body.stages).toMatchObject([{ from: null, to: 'detected', reason: 'registered' }]);
  });

  it('takes a mother and two children in one go, as one family', async () => {
    const { cases, familyId } = await register([
      { names: { given: 'Naïma', family: 'Ouhachi' }, sex: 'female', birthDate: '1996-02-03' },
      { names: { given: 'Adam' }, sex: 'male', birthYear: 2021, relation: 'child' },
      { sex: 'female', ageAtRegistration: 1, ageCertainty: 'estimated', relation: 'child' },
    ]);
    expect(cases.map((one) => one.familyId)).toEqual([familyId, familyId, familyId]);
    const { body } = await officer.get(`/api/v1/people/${cases[0]!.id}`).expect(200);
    expect(body.family).toHaveLength(2);
    expect(body).toMatchObject({ relation: 'self', birthYear: 1996, ageAtRegistration: 30 });
    expect(JSON.stringify(body)).not.toMatch(/Naïma|Ouhachi|02-03/);
  });

  it('takes none of a family when one of them cannot be true', async () => {
    const before = await everything();
    const { body } = await officer
      .post('/api/v1/people', {
        people: [
          { names: { given: 'Salma' } },
          { birthDate: '2020-01-01' },
          { birthDate: '1888-05-05' },
        ],
      })
      .expect(422);
    expect(body.errors).toEqual([
      {
        field: 'people.2.birthDate',
        code: 'people.born_too_long_ago',
        detail: 'Une personne née en 1888 aurait plus de 120 ans aujourd’hui. Vérifiez l’année.',
      },
    ]);
    expect(await everything()).toEqual(before);
  });

  it.each([
    [
      'a name of 10,000 characters',
      { names: { given: 'x'.repeat(10_000) } },
      'people.name_too_long',
    ],
    ['a formula in a name', { names: { family: '=CMD("calc")' } }, 'people.name_formula'],
    ['a NUL byte', { story: 'a\u0000b' }, 'common.broken_text'],
    ['half a surrogate pair', { names: { given: 'a\ud800' } }, 'common.broken_text'],
    ['a day that does not exist', { birthDate: '1999-02-30' }, 'people.not_a_date'],
    ['tomorrow', { registeredOn: '2026-11-25' }, 'people.registered_in_future'],
    ['an unknown code', { nationality: 'XX' }, 'people.unknown_code'],
    ['a telephone that is none', { phone: 'appelez-moi' }, 'people.phone'],
    ['an unknown field', { colour: 'blue' }, 'common.unknown_field'],
    ['a number as a name', { names: { given: 12 } }, 'common.not_text'],
    ['text as a list', { languages: 'fr' }, 'common.not_list'],
  ])('refuses %s with a sentence, and changes nothing', async (_what, person, code) => {
    const before = await everything();
    const { body, status } = await officer.post('/api/v1/people', { people: [person] });
    expect([400, 422]).toContain(status);
    const codes = [body.code, ...(body.errors ?? []).map((error: { code: string }) => error.code)];
    expect(codes).toContain(code);
    expect(body.detail).toMatch(/\S.*[.!?]$/);
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['nobody', { people: [] }],
    ['no list', { people: 'all' }],
    ['somebody who is null', { people: [null] }],
    ['twenty-one people', { people: Array.from({ length: 21 }, () => ({})) }],
    ['no body at all', {}],
  ])('refuses %s', async (_what, body) => {
    await officer.post('/api/v1/people', body).expect(422);
  });

  it('registers once when the same request comes twice, also at the same moment', async () => {
    const before = await count('cases');
    const body = { people: [{ names: { given: 'Hind' } }] };
    const [one, two] = await Promise.all([
      officer.post('/api/v1/people', body, 'demande-0001'),
      officer.post('/api/v1/people', body, 'demande-0001'),
    ]);
    const three = await officer.post('/api/v1/people', body, 'demande-0001').expect(201);
    expect(two.body).toEqual(one.body);
    expect(three.body).toEqual(one.body);
    expect((await count('cases')) - before).toBe(1);
    await officer
      .post('/api/v1/people', { people: [{ names: { given: 'Autre' } }] }, 'demande-0001')
      .expect(422);
  });

  it('says gently that a document is known already, never whose it is', async () => {
    const document = { documents: [{ kind: 'passport', number: 'AB 123-456' }] };
    expect((await register([document])).possibleDuplicate).toBe(false);
    const other = await mawa.signIn('reintegration_officer');
    const answer = await register([{ documents: [{ kind: 'other', number: 'ab123456' }] }], other);
    expect(answer.possibleDuplicate).toBe(true);
    expect(answer.cases).toHaveLength(1);
  });

  it('is for those who open cases: a programme officer and an administrator may not', async () => {
    for (const role of ['programme_officer', 'administrator', 'shelter_staff'] as const) {
      const person = await mawa.signIn(role);
      await person.post('/api/v1/people', { people: [{}] }).expect(403);
    }
  });

  it('writes audit rows with ids and field names, and no value', async () => {
    await register([
      { names: { given: 'Zoubida', aliases: ['Tata'] }, phone: '0612000077', story: 'secret' },
    ]);
    const { rows } = await mawa.admin.query<{ line: string }>(
      'SELECT a::text AS line FROM audit_log a',
    );
    expect(rows.filter(({ line }) => /Zoubida|Tata|612000077|secret|AB ?123/i.test(line))).toEqual(
      [],
    );
    const registered = await mawa.admin.query(
      `SELECT 1 FROM audit_log WHERE action = 'people.register' AND actor_id = $1`,
      [officer.actor.userId],
    );
    expect(registered.rowCount).toBeGreaterThan(0);
  });
});
