import { JobRunner } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const TOWN = 'Aït Ourir';
const codes = { forms: ['ForcedLabour'], sectors: ['T97'], control: ['WithholdsDocuments'] };

describe('how a person was trafficked, in codes', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let colleague: SignedIn;
  let supervisor: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    colleague = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
  });
  afterAll(() => mawa.stop());

  const register = async (person: object = {}): Promise<string> => {
    const { body } = await officer.post('/api/v1/people', { people: [person] }).expect(201);
    return body.cases[0].id as string;
  };
  const api = (id: string) => `/api/v1/people/${id}/classification`;
  const shown = async (id: string, who = officer) => (await who.get(api(id)).expect(200)).body;
  const save = async (id: string, given: object, who = officer) => {
    const { version, caseVersion } = await shown(id);
    return who.post(api(id), { version, caseVersion, ...given });
  };
  const rows = async (sql: string, params: unknown[] = []) =>
    (await mawa.admin.query(sql, params)).rows;

  it('is noted as far as it is known; not asked, not known and not said stay apart', async () => {
    const id = await register();
    const first = await shown(id);
    expect(first).toMatchObject({ version: 0, caseVersion: 1, mayWrite: true, means: 'open' });
    expect(first.classified.answers.motives).toEqual([]);
    const saved = await save(id, {
      elements: { acts: ['recruit'], means: ['fraud'], purposes: ['forced_labour'] },
      answers: { ...codes, motives: ['not_known'], relation: ['declined'] },
      began: '1_to_2',
      duration: 'declined',
      ageBegan: 19,
      recruitment: { country: 'CI' },
      transit: [{ country: 'ML', town: 'Gao' }, { country: 'DZ' }],
      exploitation: { country: 'MA', region: '07', town: TOWN },
    });
    expect(saved.body).toMatchObject({ version: 1, caseVersion: 2 });
    const { classified, chosenFrom } = await shown(id);
    expect(classified).toMatchObject({
      elements: { acts: ['recruit'], means: ['fraud'], purposes: ['forced_labour'] },
      answers: { ...codes, motives: ['not_known'], relation: ['declined'], sexualForms: [] },
      began: '1_to_2',
      duration: 'declined',
      ageBegan: 19,
      ageBeganAnswer: null,
      recruitment: { country: 'CI', region: null, town: null },
      transit: [
        { country: 'ML', region: null, town: 'Gao' },
        { country: 'DZ', region: null, town: null },
      ],
      exploitation: { country: 'MA', region: '07', town: TOWN },
    });
    expect(chosenFrom).toEqual({
      'forms/ForcedLabour': 1,
      'sectors/T97': 1,
      'control/WithholdsDocuments': 1,
    });
    const page = await officer.get(`/people/${id}/classification`).expect(200);
    for (const words of [
      'Travail domestique',
      'Papiers confisqués',
      'Demandé, non connu',
      '19 ans',
      'Demandé, la personne ne souhaite pas le dire',
      'Mali',
      'Algérie',
      'Marrakech-Safi',
      'Pas encore demandé',
      'Formes d’exploitation sexuelle',
      TOWN,
    ]) {
      expect(page.text.replaceAll('&#x27;', '’')).toContain(words);
    }
    const { body: file } = await officer.get(`/api/v1/people/${id}`).expect(200);
    expect(file).toMatchObject({ regionRecruitment: 'abroad', regionExploitation: '07' });
  });

  it('each saving is a version with who and when; elements and regions keep the history of corrections', async () => {
    const id = await register({ regionRecruitment: '06' });
    expect((await shown(id)).classified.recruitment).toEqual({
      country: 'MA',
      region: '06',
      town: null,
    });
    await save(id, { answers: { motives: ['sexual'] } });
    await officer.post(`/api/v1/people/${id}/access`, { userId: colleague.actor.userId });
    const second = await save(
      id,
      { answers: { motives: ['sexual', 'debt_recovery'] }, recruitment: { country: 'SN' } },
      colleague,
    );
    expect(second.body.changed).toEqual(['motives', 'recruitment']);
    const { body: versions } = await officer.get(`${api(id)}/versions`).expect(200);
    expect(versions.map((one: { version: number; by: string }) => [one.version, one.by])).toEqual([
      [2, colleague.actor.name],
      [1, officer.actor.name],
    ]);
    expect(versions[1].classification.answers.motives).toEqual(['sexual']);
    expect(versions[1].classification.recruitment).toMatchObject({ country: 'MA', region: '06' });
    const { body } = await officer.get(`/api/v1/people/${id}/corrections`).expect(200);
    expect(body.history[0]).toMatchObject({
      why: 'changed',
      fields: ['regionRecruitment'],
      by: colleague.actor.name,
      before: { regionRecruitment: '06' },
    });
    const older = await officer.get(`/people/${id}/classification/versions/1`).expect(200);
    expect(older.text).toContain('Motif sexuel');
    expect(older.text).not.toContain('Recouvrement');
    await officer.get(`/people/${id}/classification/versions/3`).expect(404);
    const kept = await officer.get(`/people/${id}`).expect(200);
    expect(kept.text).toContain('Situation classée');
    const nothing = await save(id, { answers: { motives: ['debt_recovery', 'sexual'] } });
    expect([nothing.status, nothing.body.code]).toEqual([422, 'classification.nothing']);
  });

  it('a region corrected elsewhere counts: the place follows it, and is not written back', async () => {
    const id = await register();
    await save(id, { exploitation: { country: 'MA', region: '03', town: TOWN } });
    await officer
      .post(`/api/v1/people/${id}/corrections`, {
        version: 2,
        why: 'mistake',
        person: { regionExploitation: '09' },
      })
      .expect(201);
    expect((await shown(id)).classified.exploitation).toEqual({
      country: 'MA',
      region: '09',
      town: null,
    });
    await save(id, { answers: { motives: ['other'] } });
    const { body: file } = await officer.get(`/api/v1/people/${id}`).expect(200);
    expect(file.regionExploitation).toBe('09');
  });

  it('for a child the page says that no means is needed, for an adult that one is', async () => {
    const girl = await register({ ageAtRegistration: 15 });
    await save(girl, { elements: { acts: [], means: [], purposes: ['begging'] } });
    expect((await shown(girl)).means).toBe('not_needed');
    const page = await officer.get(`/people/${girl}/classification`).expect(200);
    expect(page.text).toContain('ne demande aucun moyen');
    const woman = await register({ ageAtRegistration: 30 });
    await save(woman, { elements: { acts: [], means: [], purposes: ['sexual'] } });
    expect((await shown(woman)).means).toBe('missing');
    await save(woman, { ageBegan: 16 });
    expect((await shown(woman)).means).toBe('not_needed');
  });

  it('is for those who hold the account: a shelter where the person sleeps sees none of it', async () => {
    const id = await register();
    await save(id, { answers: codes, exploitation: { country: 'MA', town: TOWN } });
    const manager = await mawa.signIn('shelter_manager');
    await colleague.get(api(id)).expect(404);
    await manager.get(api(id)).expect(404);
    await mawa.admin.query(
      `INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, from_at)
       SELECT $1, 'user', $2, reason, parts, '2026-11-01Z' FROM access_reasons WHERE reason = 'stay'`,
      [id, manager.actor.userId],
    );
    await manager.get(`/api/v1/people/${id}`).expect(200);
    expect((await manager.get(api(id)).expect(403)).body.code).toBe('people.part_not_yours');
    await manager.get(`/people/${id}/classification`).expect(403);
    await manager.get(`${api(id)}/versions`).expect(403);
    await manager.get(`${api(id)}/standards`).expect(403);
    await manager.post(api(id), { version: 1, caseVersion: 1, began: 'under_1' }).expect(403);
    const own = await manager.get(`/people/${id}`).expect(200);
    expect(own.text).not.toContain('/classification');
    expect(own.text).not.toContain('Situation classée');
    const staff = await mawa.signIn('shelter_staff');
    await staff.get(api(id)).expect(403);
    await (await mawa.signIn('programme_officer')).get(api(id)).expect(403);
    // Row-level security alone.
    for (const stranger of [manager, colleague]) {
      const seen = await mawa.transactions.run(stranger.actor, (tx) =>
        tx.query<{ n: number }>(
          `SELECT (SELECT count(*) FROM case_classifications WHERE case_id = $1)
                + (SELECT count(*) FROM case_classification_answers WHERE case_id = $1)
                + (SELECT count(*) FROM case_classification_places WHERE case_id = $1) AS n`,
          [id],
        ),
      );
      expect(Number(seen[0]!.n)).toBe(0);
      await expect(
        mawa.transactions.run(stranger.actor, (tx) =>
          tx.query(
            `INSERT INTO case_classifications (case_id, version, by) VALUES ($1, 1, mawa_actor())`,
            [id],
          ),
        ),
      ).rejects.toThrow(/row-level security/);
    }
  });

  it('a legal officer to whom the file was given reads and writes it', async () => {
    const id = await register();
    const legal = await mawa.signIn('legal_officer');
    await legal.get(api(id)).expect(404);
    await officer.post(`/api/v1/people/${id}/access`, { userId: legal.actor.userId }).expect(204);
    expect((await save(id, { answers: codes }, legal)).status).toBe(201);
  });

  it('of two who save at once one is told, and what both answered is named on the page', async () => {
    const id = await register();
    await officer.post(`/api/v1/people/${id}/access`, { userId: colleague.actor.userId });
    const { version, caseVersion } = await shown(id);
    const answers = await Promise.all(
      [officer, colleague].map((who, place) =>
        who.post(api(id), {
          version,
          caseVersion,
          answers: { motives: [place ? 'sexual' : 'other'] },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe(
      'classification.changed_meanwhile',
    );
    const before = await shown(id);
    await save(id, { answers: { motives: ['debt_recovery'], relation: ['Friend'] } });
    const stale = await officer
      .submit(`/people/${id}/classification`, {
        version: String(before.version),
        caseVersion: String(before.caseVersion),
        'answers.motives': ['use_in_crime'],
        began: 'over_5',
      })
      .expect(409);
    expect(stale.text).toContain('Quelqu’un d’autre a répondu autrement');
    expect(stale.text).toMatch(/value="use_in_crime" checked/);
    expect(stale.text).toMatch(/value="Friend" checked/);
    expect(stale.text).toMatch(/value="over_5" selected/);
    expect(stale.text).toContain('name="version" value="2"');
    expect((await shown(id)).version).toBe(2);
  });

  it('keeps the words of its version after a code was renamed, and a retired code where it stands', async () => {
    const id = await register();
    const admin = await mawa.signIn('administrator');
    const { body: organisation } = await admin
      .post('/api/v1/organisations', { code: 'CNCLT', kind: 'commission', name: 'CNCLT' })
      .expect(201);
    const [one, two] = [
      await mawa.signIn('commission_officer', { organisationId: organisation.id }),
      await mawa.signIn('commission_officer', { organisationId: organisation.id }),
    ];
    await save(id, { answers: { motives: ['financial_gain', 'family_custom'] } });
    const list = '/api/v1/lists/motives/draft';
    await one.post(list).expect(201);
    const { body } = await one.get('/api/v1/lists/motives').expect(200);
    await one
      .put(`${list}/items/financial_gain`, { revision: 1, fr: 'Lucre', ar: 'الطمع', en: 'Lucre' })
      .expect(200);
    await one
      .put(`${list}/items/family_custom`, {
        revision: 2,
        fr: 'Coutume',
        ar: 'العادة',
        en: 'Custom',
        retired: true,
      })
      .expect(200);
    const { source, licence } = body.current;
    await one.put(list, { revision: 3, note: 'mots revus', source, licence }).expect(200);
    await two.post(`${list}/approval`, { revision: 4 }).expect(200);

    const page = await officer.get(`/people/${id}/classification`).expect(200);
    expect(page.text).toContain('Gain financier');
    expect(page.text).toContain('Famille ou coutume');
    expect(page.text).not.toContain('Lucre');
    const form = await officer.get(`/people/${id}/classification/edit`).expect(200);
    expect(form.text).toContain('Lucre');
    expect(form.text).toContain('<option value="SN"');
    expect(form.text).not.toContain('<option value="BV"');
    expect(form.text).toContain('Famille ou coutume (n’est plus choisi)');
    await save(id, { answers: { motives: ['financial_gain', 'family_custom', 'sexual'] } });
    expect((await shown(id)).chosenFrom).toEqual({
      'motives/financial_gain': 1,
      'motives/family_custom': 1,
      'motives/sexual': 2,
    });
    const other = await register();
    const chosen = await save(other, { answers: { motives: ['family_custom'] } });
    expect(chosen.status).toBe(422);
    await save(other, { answers: { motives: ['financial_gain'] } });
    const later = await officer.get(`/people/${other}/classification`).expect(200);
    expect(later.text).toContain('Lucre');
    await save(id, { answers: { motives: ['sexual'] } });
    const again = await save(id, { answers: { motives: ['sexual', 'family_custom'] } });
    expect(again.status).toBe(422);
  });

  it('what cannot be is said beside the question, and nothing changes', async () => {
    const id = await register({ ageAtRegistration: 20 });
    const cases: [object, string][] = [
      [{ answers: { motives: ['nothing'] } }, 'answers.motives'],
      [{ answers: { motives: ['sexual', 'not_known'] } }, 'answers.motives'],
      [{ answers: { control: 'x'.repeat(61) } }, 'answers.control'],
      [{ elements: { acts: ['sing'] } }, 'elements.acts'],
      [{ began: '1888' }, 'began'],
      [{ duration: 'months_99' }, 'duration'],
      [{ ageBegan: 21 }, 'ageBegan'],
      [{ ageBegan: -1 }, 'ageBegan'],
      [{ ageBegan: 12, ageBeganAnswer: 'declined' }, 'ageBegan'],
      [{ recruitment: { country: 'XX' } }, 'recruitment.country'],
      [{ recruitment: { country: 'CI', region: '06' } }, 'recruitment.region'],
      [{ recruitment: { country: 'MA', town: 'x'.repeat(10_000) } }, 'recruitment.town'],
      [{ recruitment: { country: 'MA', town: 'x\0' } }, 'recruitment.town'],
      [{ transit: [{ country: 'none' }, { country: 'DZ' }] }, 'transit.0.country'],
      [{ transit: Array.from({ length: 11 }, () => ({ country: 'DZ' })) }, 'transit.0.country'],
    ];
    for (const [given, field] of cases) {
      const { status, body } = await save(id, given);
      const fields = (body.errors ?? [{ field: body.field ?? field }]).map(
        (one: { field: string }) => one.field,
      );
      expect([field, status, fields.some((one: string) => one.startsWith(field))]).toEqual([
        field,
        422,
        true,
      ]);
    }
    for (const given of [{ version: 'x' }, { version: 1e9 }, { caseVersion: 0 }, { nobody: 1 }]) {
      expect((await save(id, given)).status).toBe(422);
    }
    const form = await officer
      .submit(`/people/${id}/classification`, {
        version: '0',
        caseVersion: '1',
        ageBegan: 'douze',
        'recruitment.town': 'Fès',
      })
      .expect(422);
    expect(form.text).toContain('Écrivez un âge en années');
    expect(form.text).toContain('Choisissez d’abord le pays');
    expect(form.text).toContain('value="Fès"');
    expect(await shown(id)).toMatchObject({ version: 0, caseVersion: 1 });
  });

  it('by its page alone: every box that is left empty was not asked', async () => {
    const id = await register();
    const path = `/people/${id}/classification`;
    expect((await officer.get(`${path}/edit`).expect(200)).text).toContain('Lieux de passage');
    await officer
      .submit(path, {
        version: '0',
        caseVersion: '1',
        'answers.motives': ['sexual', 'other'],
        'elements.acts': 'house',
        'transit.0.country': 'none',
        ageBegan: '١٥',
        'exploitation.country': 'abroad',
      })
      .expect(303);
    expect((await shown(id)).classified).toMatchObject({
      ageBegan: 15,
      transit: [{ country: 'none' }],
      exploitation: { country: 'abroad' },
      answers: { motives: ['sexual', 'other'] },
      elements: { acts: ['house'] },
    });
    await officer
      .submit(path, { version: '1', caseVersion: '2', 'answers.motives': 'declined', act: 'more' })
      .expect(303)
      .expect('location', `${path}/edit`);
    expect((await shown(id)).classified).toMatchObject({
      ageBegan: null,
      transit: [],
      exploitation: { country: null },
      answers: { motives: ['declined'] },
      elements: { acts: [] },
    });
  });

  it('the same request twice saves once', async () => {
    const id = await register();
    const given = { version: 0, caseVersion: 1, answers: { motives: ['other'] } };
    const key = 'classify-0001';
    const first = await officer.post(api(id), given, key).expect(201);
    const again = await officer.post(api(id), given, key).expect(201);
    expect(again.body).toEqual(first.body);
    await officer.post(api(id), { ...given, began: 'under_1' }, key).expect(422);
    const [kept] = await rows(
      `SELECT encode(body_digest, 'hex') AS digest, answer::text FROM request_ids WHERE request_id = $1`,
      [key],
    );
    expect(JSON.stringify(kept)).not.toContain('other');
  });

  it('is never changed afterwards, takes codes of its list alone, and keeps a town sealed', async () => {
    const id = await register();
    await save(id, { answers: codes, exploitation: { country: 'MA', region: '07', town: TOWN } });
    const [{ id: classification }] = await rows(
      'SELECT id FROM case_classifications WHERE case_id = $1',
      [id],
    );
    const run = (sql: string, params: unknown[] = []) =>
      mawa.transactions.run(officer.actor, (tx) => tx.query(sql, params));
    for (const table of ['case_classifications', 'case_classification_answers']) {
      await expect(run(`UPDATE ${table} SET case_id = case_id`)).rejects.toThrow(/permission/);
      await expect(run(`DELETE FROM ${table}`)).rejects.toThrow(/permission/);
    }
    const add = `INSERT INTO case_classification_answers (classification_id, case_id, question, answer, list, code, list_version)`;
    await expect(
      run(`${add} VALUES ($1, $2, 'motives', 'given', 'motives', 'sexual', 1)`, [
        classification,
        id,
      ]),
    ).rejects.toThrow(/not added to/);
    const version = (n: number, rest: string) =>
      run(
        `WITH c AS (INSERT INTO case_classifications (case_id, version, by) VALUES ($1, ${n}, mawa_actor()) RETURNING id, case_id) SELECT id FROM c`,
        [id],
      ).then(() => rest);
    await expect(version(4, '')).rejects.toThrow(/follows the one before/);
    const both = (answer: string) =>
      mawa.transactions.run(officer.actor, async (tx) => {
        const [row] = await tx.query<{ id: string }>(
          `INSERT INTO case_classifications (case_id, version, by) VALUES ($1, 2, mawa_actor()) RETURNING id`,
          [id],
        );
        await tx.query(`${add} VALUES ${answer}`, [row!.id, id]);
      });
    await expect(both(`($1, $2, 'control', 'given', 'motives', 'sexual', 1)`)).rejects.toThrow(
      /of_its_list/,
    );
    await expect(both(`($1, $2, 'motives', 'given', 'motives', 'nobody', 1)`)).rejects.toThrow(
      /foreign key/,
    );
    await expect(
      both(
        `($1, $2, 'motives', 'given', 'motives', 'sexual', 1), ($1, $2, 'motives', 'not_known', NULL, NULL, NULL)`,
      ),
    ).rejects.toThrow(/agree/);
    const [place] = await rows(
      `SELECT town FROM case_classification_places WHERE case_id = $1 AND kind = 'exploitation'`,
      [id],
    );
    expect((place.town as Buffer).toString('utf8')).not.toContain('Ourir');
    await expect(
      mawa.transactions.run(officer.actor, async (tx) => {
        await tx.query('SET LOCAL ROLE mawa_figures');
        await tx.query('SELECT town FROM case_classification_places');
      }),
    ).rejects.toThrow(/permission/);
  });

  it('is in the person’s own file, in words and for a machine, and each reading is recorded', async () => {
    const id = await register();
    await save(id, { answers: codes, exploitation: { country: 'MA', region: '07', town: TOWN } });
    const { body } = await officer.post(`/api/v1/people/${id}/rights/file.json`).expect(200);
    expect(body.records.case_classification_answers).toHaveLength(3);
    expect(body.records.case_classification_places[0]).toMatchObject({ town: TOWN });
    await officer.post(`/api/v1/people/${id}/rights/file.pdf`, { language: 'ar' }).expect(200);
    await officer.get(`/people/${id}/classification`).expect(200);
    const [{ n }] = await rows(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'people.read_classification' AND $1 = ANY (subject_ids)`,
      [id],
    );
    expect(n).toBeGreaterThan(0);
    const [{ fields }] = await rows(
      `SELECT fields FROM audit_log WHERE action = 'people.classify' AND $1 = ANY (subject_ids)`,
      [id],
    );
    expect(fields).toEqual(['forms', 'sectors', 'control', 'exploitation']);
  });

  it('in the standards: HTCDS values and the 27 variables of CTDC', async () => {
    const id = await register({ sex: 'female', nationality: 'CI', ageAtRegistration: 22 });
    await save(id, {
      elements: { acts: [], means: [], purposes: ['forced_labour'] },
      answers: { ...codes, recruitmentPlatforms: ['WhatsApp'] },
      duration: 'months_25_up',
      ageBegan: 18,
      exploitation: { country: 'MA', region: '07' },
    });
    const { body } = await officer.get(`${api(id)}/standards`).expect(200);
    expect(body.htcds).toEqual({
      prs_Gender: ['Feminine'],
      prs_Citizenship: ['CI'],
      vic_AgeWhenTrafficked: ['18'],
      vic_TraffickingStatus: ['PossibleVictimOfTrafficking'],
      vic_TypeOfExploitation: ['ForcedLabour'],
      vic_MethodsOfControl: ['WithholdsDocuments'],
      vic_ForcedLabourIndustry: ['T_ActivitiesOfHouseholdsAsEmployers'],
      vic_RecruitmentWebsitesAndApps: ['WhatsApp'],
    });
    expect(Object.keys(body.ctdc)).toHaveLength(27);
    const known = Object.fromEntries(Object.entries(body.ctdc).filter(([, value]) => value));
    expect(known).toEqual({
      yearOfRegistration: 2026,
      gender: 'Woman',
      ageBroad: '21--23',
      citizenship: 'CIV',
      CountryOfExploitation: 'MAR',
      traffickMonths: '25+ (2+ yrs)',
      isForcedLabour: 1,
      meansWithholdDocs: 1,
      typeOfLabourDomesticWork: 1,
    });
  });

  it('of an erased person the last codes stay for the totals, and no town and no earlier version', async () => {
    await mawa.app.get(JobRunner).start({ concurrency: 1 });
    const id = await register();
    await save(id, { answers: { motives: ['sexual'] } });
    await save(id, {
      answers: { motives: ['other'] },
      exploitation: { country: 'MA', region: '07', town: TOWN },
    });
    const { body } = await officer
      .post(`/api/v1/people/${id}/rights/erasure`, { reason: 'person_asked' })
      .expect(201);
    await supervisor
      .post(`/api/v1/erasures/${body.id}/decision`, { decision: 'approved' })
      .expect(200);
    for (let tries = 0; tries < 100; tries += 1) {
      const [row] = await rows('SELECT done_at FROM erasures WHERE id = $1', [body.id]);
      if (row.done_at !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await rows('SELECT 1 FROM case_classifications WHERE case_id = $1', [id])).toEqual([]);
    const left = await rows(
      `SELECT c.id, k.version, a.code, p.region, p.town FROM cases c
         JOIN case_classifications k ON k.case_id = c.id
         JOIN case_classification_answers a ON a.case_id = c.id
         JOIN case_classification_places p ON p.case_id = c.id WHERE c.erased_at IS NOT NULL`,
    );
    expect(left).toEqual([
      expect.objectContaining({ version: 2, code: 'other', region: '07', town: null }),
    ]);
    await officer.get(api(id)).expect(404);
  });
});
