import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aCourt, aHearing, aProceeding, codesOf, legalOf } from './legal';

describe('a note for a court', () => {
  let mawa: TestApp;
  let legal: SignedIn;
  let person: TestPerson;
  let proceeding: { id: string; path: string };
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    const admin = await mawa.signIn('administrator');
    const shelter = async (codeName: string, address: string | null) => {
      const { body } = await admin
        .post('/api/v1/shelters', {
          codeName,
          region: '04',
          kind: 'emergency',
          receives: ['woman'],
          languages: ['ary'],
        })
        .expect(201);
      if (address) await admin.put(`/api/v1/shelters/${body.id}/address`, { address }).expect(204);
    };
    await shelter('Maison Argane', '7 rue des Tisserands, quartier Batha, Fès');
    await shelter('Dar Tafoukt', null);
    const officer = await mawa.signIn('reintegration_officer');
    legal = await mawa.signIn('legal_officer');
    person = await aPerson(officer, {
      birthDate: '1994-03-08',
      nationality: 'MA',
      phone: '+212661998877',
      safeContact: { mayCall: true, safeTimes: 'après la prière du soir', callerName: 'Khadija' },
    });
    await officer.post(`${person.path}/access`, { userId: legal.actor.userId }).expect(204);
    const court = await aCourt(legal, {
      fr: 'Cour d’appel de Fès',
      ar: 'محكمة فاس',
      en: 'Fez court',
    });
    proceeding = await aProceeding(legal, person, { courtId: court, prosecutorFile: '2026/77' });
    await aHearing(legal, proceeding, court, { place: 'salle 3' }).expect(201);
    await legal
      .post(`${proceeding.path}/contacts`, { role: 'lawyer', name: 'Maître Zerouali' })
      .expect(201);
  });
  afterAll(() => mawa.stop());

  const make = (more: object = {}) =>
    legal.post(`${proceeding.path}/summaries`, {
      language: 'fr',
      withName: true,
      text: 'Elle demande le huis clos.\n\nElle viendra.',
      ...more,
    });

  it('holds what the court may know, as it was handed over', async () => {
    const { body } = await make().expect(201);
    const { body: document } = await legal
      .get(`${legalOf(person)}/summaries/${body.id}`)
      .expect(200);
    expect(document).toMatchObject({
      name: 'Mahjouba Tizaoui',
      court: 'Cour d’appel de Fès',
      prosecutorFile: '2026/77',
      servedWith: 'Maître Zerouali',
      reference: body.id.slice(0, 8).toUpperCase(),
      paragraphs: ['Elle demande le huis clos.', 'Elle viendra.'],
    });
    expect(Object.keys(document).sort()).toEqual(
      [
        'language',
        'madeOn',
        'by',
        'court',
        'kind',
        'prosecutorFile',
        'courtFile',
        'name',
        'reference',
        'birth',
        'nationality',
        'servedWith',
        'stages',
        'hearings',
        'measures',
        'orders',
        'compensation',
        'paragraphs',
      ].sort(),
    );
    const said = JSON.stringify(document);
    for (const word of [
      person.caseNumber,
      '+212661998877',
      'Khadija',
      'prière',
      'salle 3',
      'Argane',
    ]) {
      expect([word, said.includes(word)]).toEqual([word, false]);
    }
    const page = await legal.get(`/people/${person.id}/legal/summaries/${body.id}`).expect(200);
    expect(page.text).toContain('Mahjouba Tizaoui');
    expect(page.text.match(/legal:[a-z_.]+/g)).toBeNull();
    const { rows } = await mawa.admin.query<{ text: string }>(
      `SELECT string_agg(encode(content, 'escape'), ' ') AS text FROM court_summaries`,
    );
    expect(rows[0]!.text).not.toContain('huis clos');
  });

  it('that names a house, tells its address or how to reach the person is refused, and nothing is kept', async () => {
    const count = async () =>
      (await mawa.admin.query('SELECT count(*)::int AS n FROM court_summaries')).rows[0]
        .n as number;
    const before = await count();
    const anew = () => mawa.admin.query(`DELETE FROM rate_limits WHERE key LIKE 'n:%'`);
    for (const [text, code] of [
      ['Accueillie à la Maison Argane depuis mai.', 'place'],
      ['Hébergée chez ARGANE.', 'place'],
      ['Elle dort à Dar-Tafoukt', 'place'],
      ['Convocation au 7, rue des  Tisserands', 'place'],
      ['quartier Batha', 'place'],
      ['La joindre au 06 61 99 88 77', 'phone'],
      ['L’appeler après la prière du soir', 'safe_contact'],
      ['Demander Khadija', 'safe_contact'],
    ] as const) {
      await anew();
      const answer = await make({ text });
      expect([text, answer.status, codesOf(answer)]).toEqual([
        text,
        422,
        [`legal.summary_tells.${code}`],
      ]);
      // What was found is not repeated: nobody learns an address by trying.
      expect(JSON.stringify(answer.body)).not.toMatch(/Argane|Tisserands|Batha|Khadija|998877/i);
    }
    expect(await count()).toBe(before);
    // Whoever goes on trying is stopped, whatever the next note says, and each refusal bears their name.
    await anew();
    for (let n = 0; n < 5; n += 1) await make({ text: 'chez Argane' }).expect(422);
    const tired = await make({ text: 'rien' });
    expect([tired.status, tired.body.code]).toEqual([429, 'hidden_places_tries']);
    await anew();
    const refused = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'legal.summary_refused' AND actor_id = $1`,
      [legal.actor.userId],
    );
    expect(refused.rows[0].n).toBeGreaterThanOrEqual(13);
    const form = await legal
      .submit(`/people/${person.id}/legal/${proceeding.id}/summaries`, {
        language: 'fr',
        withName: 'no',
        text: 'chez Argane',
      })
      .expect(422);
    expect(form.text).toContain('La note nomme un lieu d’accueil');
    expect(form.text).toContain('chez Argane');
    const { rows } = await mawa.admin.query(
      `SELECT DISTINCT action, fields FROM audit_log WHERE action = 'blind.shelter_scan'`,
    );
    expect(rows).toEqual([{ action: 'blind.shelter_scan', fields: ['name', 'address'] }]);
  });

  it('is looked at whole: what somebody wrote elsewhere in the file is compared as well', async () => {
    const other = await aProceeding(legal, person, { kind: 'civil', stage: 'filed' });
    await legal
      .post(`${other.path}/contacts`, { role: 'lawyer', name: 'Maître X, 7 rue des Tisserands' })
      .expect(201);
    const note = { language: 'fr', withName: false, text: 'rien' };
    expect(codesOf(await legal.post(`${other.path}/summaries`, note).expect(422))).toEqual([
      'legal.summary_tells.place',
    ]);
  });

  it('bears no name where the identity is kept secret by a decision', async () => {
    const measure = {
      kind: 'identity_hidden',
      to: 'granted',
      on: '2026-11-20',
      authority: 'court',
    };
    await legal.post(`${legalOf(person)}/measures`, measure).expect(201);
    expect(codesOf(await make().expect(422))).toEqual(['legal.name_is_secret']);
    const { body } = await make({ withName: false, language: 'ar' }).expect(201);
    const { body: document } = await legal
      .get(`${legalOf(person)}/summaries/${body.id}`)
      .expect(200);
    expect(document).toMatchObject({ name: null, court: 'محكمة فاس' });
    expect(JSON.stringify(document)).not.toContain('1994-03-08');
    const page = await legal.get(`/people/${person.id}/legal/summaries/${body.id}`).expect(200);
    expect(page.text).toContain('lang="ar" dir="rtl"');
  });

  it('bad input gets a sentence', async () => {
    for (const [more, code] of [
      [{ text: '' }, 'common.required'],
      [{ text: 'x'.repeat(8001) }, 'common.too_long'],
      [{ language: 'de' }, 'common.not_choice'],
      [{ withName: 'perhaps' }, 'common.not_yes_no'],
      [{ address: '7 rue' }, 'common.unknown_field'],
    ] as const) {
      expect([more, codesOf(await make(more).expect(422))]).toEqual([more, [code]]);
    }
  });
});
