import { People, unknownPerson } from '../../modules/beneficiaries';
import { syntheticPeople } from '../../src/demo/synthetic-people/synthetic-people.rules';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('finding a person by name over encrypted data', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  const numbers = new Map<string, string>();
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    const people = [
      { names: { given: 'Fatima Zahra', family: 'El Idrissi' } },
      { names: { given: 'محمد', family: 'بنعلي' } },
      { names: { given: 'Aïssata', family: 'Koné', aliases: ['Tata'] } },
      { names: { aliases: ['Petit Moussa'] } },
      { names: { given: 'Émilie', family: 'N’Guessan' } },
      {},
    ];
    for (const person of people) {
      const { body } = await officer.post('/api/v1/people', { people: [person] }).expect(201);
      numbers.set(body.cases[0].caseNumber, JSON.stringify(person));
    }
  });
  afterAll(() => mawa.stop());

  const search = async (q: string, from = 0) => {
    const { body } = await officer.post('/api/v1/people/search', { q, from }).expect(200);
    return body as {
      found: { name: string | null; caseNumber: string }[];
      matched: number;
      next: number | null;
    };
  };

  it.each([
    ['فاطمة الزهراء', 'Fatima Zahra El Idrissi'],
    ['fatima ezzahra', 'Fatima Zahra El Idrissi'],
    ['Mohamed Benali', 'محمد بنعلي'],
    ['MUHAMMAD', 'محمد بنعلي'],
    ['aissata kone', 'Aïssata Koné'],
    ['tata', 'Aïssata Koné'],
    ['Moussa', 'Petit Moussa'],
    ['emilie nguessan', 'Émilie N’Guessan'],
  ])('%s finds %s', async (q, name) => {
    const { found } = await search(q);
    expect(found.map((person) => person.name)).toContain(name);
  });

  it('a case number finds without opening any name, however it is typed', async () => {
    const [caseNumber] = numbers.keys();
    const { found } = await search(` ${caseNumber!.toLowerCase().replaceAll('-', ' ')} `);
    expect(found).toMatchObject([{ caseNumber, name: null }]);
  });

  it('the beginning of a number finds those whom the reader may see, and nobody else', async () => {
    const [caseNumber] = numbers.keys();
    const beginning = caseNumber!.slice(0, 6);
    const { found, matched } = await search(` ${beginning.toLowerCase()}`);
    expect(found.map((person) => person.caseNumber)).toContain(caseNumber);
    expect(found.every((person) => person.caseNumber.startsWith(beginning))).toBe(true);
    expect(matched).toBe(found.length);
    const stranger = await mawa.signIn('reintegration_officer');
    const none = await stranger.post('/api/v1/people/search', { q: beginning }).expect(200);
    expect(none.body.found).toEqual([]);
  });

  it('one audit row says how many were scanned and who was shown, never the words', async () => {
    await search('Idrissi');
    const { rows } = await mawa.admin.query(
      `SELECT fields, cardinality(subject_ids) AS shown, body FROM audit_log
        WHERE action = 'people.search' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows[0]).toMatchObject({ fields: ['scanned:5'], shown: 1 });
    expect(rows[0].body).not.toContain('Idrissi');
  });

  it.each([
    ['nothing', ''],
    ['one letter', 'a'],
    ['signs', '== ++'],
    ['a wrong check character', 'M-0000-000-1'],
    ['101 letters', 'ab'.repeat(51)],
  ])('%s gets a sentence, not a list', async (_what, q) => {
    const answer = await officer.post('/api/v1/people/search', { q });
    expect([200, 422]).toContain(answer.status);
    if (answer.status === 200) expect(answer.body.found).toEqual([]);
    else expect(answer.body.detail).toMatch(/\.$/);
  });

  it('answers among the 719 of the demonstration, fifty at most', async () => {
    const all = syntheticPeople(1, '2026-11-24');
    await mawa.transactions.run(officer.actor, (tx) => mawa.app.get(People).register(tx, all));
    const { found, matched } = await search('Fatima');
    expect(matched).toBeGreaterThan(1);
    expect(found.length).toBeLessThanOrEqual(50);
  });

  it('what was found is turned page by page, the nearest first, nobody twice', async () => {
    const people = Array.from({ length: 53 }, () => ({
      ...unknownPerson('2026-11-24'),
      names: { given: 'Zzbenzz', aliases: [] },
    }));
    await mawa.transactions.run(officer.actor, (tx) => mawa.app.get(People).register(tx, people));
    const one = await search('Zzbenzz');
    const two = await search('Zzbenzz', one.next!);
    expect([one.matched, one.found.length, one.next]).toEqual([53, 50, 50]);
    expect([two.matched, two.found.length, two.next]).toEqual([53, 3, null]);
    const ids = [...one.found, ...two.found].map(({ caseNumber }) => caseNumber);
    expect(new Set(ids).size).toBe(53);
  });

  it('the list is walked page by page without missing or repeating anybody', async () => {
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const { body } = await officer.get(`/api/v1/people?sex=male${after}`).expect(200);
      seen.push(...body.people.map((person: { id: string }) => person.id));
      if (!body.next) {
        expect(seen).toHaveLength(body.total);
        break;
      }
      after = `&after=${body.next}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM cases WHERE sex = 'male'`,
    );
    expect(seen).toHaveLength(rows[0].n);
    await officer.get('/api/v1/people?after=nonsense').expect(422);
    await officer.get('/api/v1/people?stage=nonsense').expect(422);
    await officer.get(`/api/v1/people?year=2024&stage=assisted`).expect(200);
  });
});
