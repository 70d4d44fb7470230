import { startApp, type SignedIn, type TestApp } from '../support/app';

const WORDS = {
  given: 'Chahrazade',
  family: 'Bouzergane',
  alias: 'Loubna la Grande',
  arabic: 'شهرزاد',
  phone: '+212612345678',
  document: 'QX778899',
  birth: '1997-03-14',
  caller: 'la voisine Ghita',
  story: 'elle est partie de nuit avec le car de Nador',
};

describe('what is kept of an identity', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let id: string;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    const { body } = await officer
      .post(
        '/api/v1/people',
        {
          people: [
            {
              names: {
                given: WORDS.given,
                family: WORDS.family,
                aliases: [WORDS.alias, WORDS.arabic],
              },
              birthDate: WORDS.birth,
              phone: '06 12 34 56 78',
              documents: [{ kind: 'passport', number: WORDS.document }],
              safeContact: { mayCall: false, callerName: WORDS.caller, safeTimes: 'le matin' },
              story: WORDS.story,
              exploitation: { acts: ['recruit'], means: ['fraud'], purposes: ['servitude'] },
            },
          ],
        },
        'canari-000001',
      )
      .expect(201);
    id = body.cases[0].id;
    await officer.post('/api/v1/people/search', { q: WORDS.given }).expect(200);
    await officer.post(`/api/v1/people/${id}/identity`).expect(200);
  });
  afterAll(() => mawa.stop());

  /** Each table as text, with every bytea also in base64. */
  const everything = async (): Promise<string> => {
    const { rows } = await mawa.admin.query<{ name: string }>(
      `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of rows) {
      const { rows: lines } = await mawa.admin.query<{ line: string }>(
        `SELECT t::text AS line FROM ${name} t`,
      );
      for (const { line } of lines) {
        texts.push(line);
        for (const [, hex] of line.matchAll(/\\\\?x([0-9a-f]{8,})/g)) {
          const bytes = Buffer.from(hex!, 'hex');
          texts.push(bytes.toString('latin1'), bytes.toString('utf8'), bytes.toString('base64'));
        }
      }
    }
    return texts.join('\n');
  };

  const forms = (word: string): string[] => [
    word,
    Buffer.from(word).toString('latin1'),
    Buffer.from(word, 'utf16le').toString('latin1'),
    Buffer.from(word).toString('hex'),
    ...[0, 1, 2].map((shift) =>
      Buffer.from(' '.repeat(shift) + word)
        .toString('base64')
        .replaceAll('=', '')
        .slice(shift === 0 ? 0 : 4, -4),
    ),
  ];

  it('stands in no table, in no encoding, in clear', async () => {
    const all = (await everything()).toLowerCase();
    const found = Object.entries(WORDS).filter(([, word]) =>
      forms(word).some((form) => form.length > 4 && all.includes(form.toLowerCase())),
    );
    expect(found).toEqual([]);
  });

  it('a planted canary would be found', async () => {
    await mawa.admin.query(
      `INSERT INTO settings (key, valid_from, value, source) VALUES ('contact_days', '2026-01-01Z', '1', $1)`,
      [`canari ${WORDS.family}`],
    );
    expect((await everything()).includes(WORDS.family)).toBe(true);
    await mawa.admin.query(`DELETE FROM settings WHERE valid_from = '2026-01-01Z'`);
  });

  it('keeps in clear only the year, the age and that calling is unsafe', async () => {
    const { body } = await officer.get(`/api/v1/people/${id}`).expect(200);
    expect(body).toMatchObject({
      birthYear: 1997,
      ageAtRegistration: 29,
      ageCertainty: 'exact',
      mayCall: false,
      exploitation: { acts: ['recruit'], means: ['fraud'], purposes: ['servitude'] },
    });
    expect(JSON.stringify(body)).not.toContain('03-14');
  });

  it('is shown on purpose, safe contact first, and written down', async () => {
    const { body } = await officer.post(`/api/v1/people/${id}/identity`).expect(200);
    expect(Object.keys(body)[0]).toBe('safeContact');
    expect(body).toMatchObject({
      safeContact: { mayCall: false, callerName: WORDS.caller },
      names: { given: WORDS.given, aliases: [WORDS.alias, WORDS.arabic] },
      birthDate: WORDS.birth,
      contact: { phone: WORDS.phone },
      documents: [{ kind: 'passport', number: WORDS.document }],
    });
    expect(body.story).toBeUndefined();
    const { rows } = await mawa.admin.query(
      `SELECT subject_ids, fields FROM audit_log WHERE action = 'people.show_identity' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows[0]).toEqual({
      subject_ids: [id],
      fields: ['safe_contact', 'names', 'birth_date', 'documents', 'contact'],
    });
    const story = await officer.post(`/api/v1/people/${id}/identity`, { parts: ['story'] });
    expect(story.body).toEqual({ story: WORDS.story });
  });

  it('a sealed field moved to another person does not open', async () => {
    const { body } = await officer
      .post('/api/v1/people', { people: [{ names: { given: 'Autre' } }] })
      .expect(201);
    const other = body.cases[0].id as string;
    await mawa.admin.query(
      `UPDATE case_seals SET sealed = (SELECT sealed FROM case_seals WHERE case_id = $1 AND field = 'names')
        WHERE case_id = $2 AND field = 'names'`,
      [id, other],
    );
    await officer.post(`/api/v1/people/${other}/identity`).expect(500);
  });
});
