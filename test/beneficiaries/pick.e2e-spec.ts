import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';

describe('choosing a person in a form', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  let badr: SignedIn;
  const ids: Record<string, string> = {};
  const numbers: Record<string, string> = {};

  const registered = async (officer: SignedIn, key: string, names: object) => {
    const body = { people: [{ names, sex: 'female', birthYear: 1990 }] };
    const answer = await officer.post('/api/v1/people', body).expect(201);
    ids[key] = answer.body.cases[0].id;
    numbers[key] = answer.body.cases[0].caseNumber;
  };

  beforeAll(async () => {
    mawa = await startApp();
    leila = await mawa.signIn('reintegration_officer');
    badr = await mawa.signIn('reintegration_officer');
    await registered(leila, 'naima', { given: 'نعيمة', family: 'بنعلي' });
    await registered(leila, 'fatima', { given: 'Fatima', family: 'Diallo' });
    await registered(leila, 'fatim', { given: 'Fatim', family: 'Koné' });
    await registered(badr, 'other', { given: 'Fatima', family: 'Secret' });
  });
  afterAll(() => mawa.stop());

  const pick = (who: SignedIn, q: string) => who.submit('/people/pick', { q });
  const listed = (text: string) => [...text.matchAll(/data-number="([^"]+)"/g)].map(([, n]) => n);
  const acts = async (action: string) => {
    const { rows } = await mawa.admin.query<{ subject_ids: string[]; body: string }>(
      'SELECT subject_ids, body FROM audit_log WHERE action = $1 AND actor_id = $2 ORDER BY seq',
      [action, leila.actor.userId],
    );
    return rows;
  };

  it('lists those who fit a name in either script, with number, name and stage', async () => {
    const { text } = await pick(leila, 'naima').expect(200);
    expect(listed(text)).toEqual([numbers['naima']]);
    expect(text).toContain('نعيمة');
    expect(text).toContain('1 personne. Choisissez');
    const arabic = await pick(leila, 'فاطمة').expect(200);
    expect(listed(arabic.text)).toContain(numbers['fatima']);
  });

  it('lists those who fit the beginning of a number, with its M or without', async () => {
    const number = numbers['fatima']!;
    const whole = await pick(leila, number.toLowerCase().replaceAll('-', ' ')).expect(200);
    expect(listed(whole.text)).toEqual([number]);
    expect(whole.text).toContain('Fatima Diallo');
    const part = await pick(leila, number.slice(0, 6)).expect(200);
    expect(listed(part.text)).toContain(number);
  });

  it('never lists a person whose case is not open to the actor', async () => {
    for (const q of ['Secret', numbers['other']!, numbers['other']!.slice(0, 6)]) {
      const { text } = await pick(leila, q).expect(200);
      expect(listed(text)).not.toContain(numbers['other']);
      expect(text).not.toContain('Secret');
    }
    expect(listed((await pick(badr, 'Secret').expect(200)).text)).toEqual([numbers['other']]);
  });

  it('hides a restricted case from a colleague who had it', async () => {
    const nadia = await mawa.signIn('reintegration_officer');
    const supervisor = await mawa.signIn('case_supervisor');
    const path = `/api/v1/people/${ids['fatim']}`;
    for (const { actor } of [nadia, supervisor])
      await leila.post(`${path}/access`, { userId: actor.userId }).expect(204);
    expect(listed((await pick(nadia, 'Fatim Koné').expect(200)).text)).toContain(numbers['fatim']);
    const named = { reason: 'un policier la cherche', userIds: [leila.actor.userId] };
    await supervisor.post(`${path}/restriction`, named).expect(201);
    for (const q of ['Fatim Koné', numbers['fatim']!])
      expect(listed((await pick(nadia, q).expect(200)).text)).toEqual([]);
    expect(listed((await pick(leila, 'Fatim Koné').expect(200)).text)).toContain(numbers['fatim']);
  });

  it.each(['partner_viewer', 'donor_viewer', 'finance_officer', 'hotline_operator'] as const)(
    'is closed to %s',
    async (role) => {
      const stranger = await mawa.signIn(role);
      await pick(stranger, 'fatima').expect(403);
    },
  );

  it('gives somebody without the identity of a case its number and no name', async () => {
    const staff = await mawa.signIn('reintegration_officer');
    await mawa.admin.query(
      `INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, from_at)
       VALUES ($1, 'user', $2, 'assessor', ARRAY['placement', 'facts', 'care'], $3)`,
      [ids['naima'], staff.actor.userId, mawa.clock.now()],
    );
    const byNumber = await pick(staff, numbers['naima']!).expect(200);
    expect(listed(byNumber.text)).toEqual([numbers['naima']]);
    expect(byNumber.text).not.toContain('نعيمة');
    expect(listed((await pick(staff, 'naima').expect(200)).text)).toEqual([]);
  });

  it('puts the own caseload first, and shows eight at most', async () => {
    const supervisor = await mawa.signIn('case_supervisor');
    for (let n = 0; n < 9; n += 1)
      await registered(supervisor, `z${n}`, { given: 'Zohra', family: `N${'abcdefghi'[n]}` });
    const { text } = await pick(supervisor, 'Zohra').expect(200);
    expect(listed(text)).toHaveLength(8);
    expect(text).toContain('9 personnes');
    expect(text).toContain('Les 8 plus proches sont montrées.');
  });

  it('leaves one row in the audit log for a search, and its words in none', async () => {
    const before = (await acts('people.pick')).length;
    await pick(leila, 'diallo').expect(200);
    const rows = await acts('people.pick');
    expect(rows).toHaveLength(before + 1);
    expect(rows.at(-1)!.subject_ids).toEqual([ids['fatima']]);
    expect(rows.at(-1)!.body).not.toContain('diallo');
    const named = (await acts('people.list_names')).length;
    await pick(leila, numbers['naima']!).expect(200);
    const names = await acts('people.list_names');
    expect(names).toHaveLength(named + 1);
    expect(names.at(-1)!.subject_ids).toEqual([ids['naima']]);
  });

  it('lists the files opened last, without names, until their access ends', async () => {
    const amal = await mawa.signIn('reintegration_officer');
    expect(listed((await pick(amal, '').expect(200)).text)).toEqual([]);
    await registered(amal, 'one', { given: 'Une', family: 'Personne' });
    await registered(amal, 'two', { given: 'Deux', family: 'Personne' });
    for (const key of ['one', 'two', 'one']) await amal.get(`/people/${ids[key]}`).expect(200);
    const { text } = await pick(amal, '').expect(200);
    expect(listed(text).sort()).toEqual([numbers['one'], numbers['two']].sort());
    expect(text).not.toContain('Personne');
    expect(listed((await pick(leila, '').expect(200)).text)).not.toContain(numbers['one']);
    await mawa.admin.query('UPDATE case_access SET until_at = $2 WHERE case_id = $1', [
      ids['one'],
      mawa.clock.now(),
    ]);
    mawa.clock.set(new Date(mawa.clock.now().getTime() + 1000));
    expect(listed((await pick(amal, '').expect(200)).text)).toEqual([numbers['two']]);
  });

  it.each([
    ['one letter', 'a'],
    ['markup', '<script>alert(1)</script>'],
    ['SQL', "x' OR 1=1; DROP TABLE cases; --"],
    ['wildcards', 'M-%%%%'],
    ['a hundred letters', 'ab'.repeat(50)],
    ['101 letters', 'ab'.repeat(51)],
    ['signs of another direction', '\u202Efatima\u202C\u0000'.replace('\u0000', '')],
  ])('%s get a sentence or nobody', async (_what, q) => {
    const { status, text } = await pick(leila, q);
    expect(status).toBe(200);
    expect(listed(text).filter((number) => number === numbers['other'])).toEqual([]);
    expect(text).not.toContain('<script>');
    expect(text).toMatch(/<p>[^<]*[.]/);
  });

  it('refuses a list, an unknown field and 201 letters', async () => {
    await leila.submit('/people/pick', { q: ['a', 'b'] }).expect(422);
    await leila.submit('/people/pick', { q: 'fatima', more: 'x' }).expect(422);
    await pick(leila, 'a'.repeat(201)).expect(422);
  });

  it('takes few statements, however many people there are', async () => {
    expect(await countStatements(mawa, () => pick(leila, 'diallo'))).toBeLessThanOrEqual(12);
    expect(await countStatements(mawa, () => pick(leila, ''))).toBeLessThanOrEqual(6);
  });

  it('stops for a minute whoever searches for name after name', async () => {
    const quick = await mawa.signIn('reintegration_officer');
    const answers = [];
    for (let n = 0; n < 41; n += 1) answers.push((await pick(quick, 'aa')).text);
    expect(answers[39]).toContain('Personne ne correspond');
    expect(answers[40]).toContain('Trop de recherches');
  });
});
