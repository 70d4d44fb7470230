import {
  assessmentsPath,
  HIGH_RISK,
  LOW_RISK,
  MODERATE_RISK,
  save,
  signed,
  started,
  yes,
} from '../assessments/samples';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { readPdf } from '../support/pdf-reader';
import { bothHeld, join } from './pairs';

const TOWN = 'Aït Ourir';

describe('what was written under the number that was joined is read of the person', () => {
  let mawa: TestApp;
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
  });
  afterEach(() => mawa.stop());

  const rows = async <R>(sql: string, params: unknown[] = []): Promise<R[]> =>
    (await mawa.admin.query(sql, params)).rows as R[];
  const times = (text: string, words: string) => text.split(words).length - 1;
  const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('&#x27;', '’');
  /** The words of what the person is given. */
  const givenTo = async (who: SignedIn, { path }: TestPerson) => {
    const pdf = await who
      .post(`${path}/rights/file.pdf`, { language: 'fr' })
      .buffer(true)
      .expect(200);
    return readPdf(pdf.body as Buffer).text.replace(/\s+/g, ' ');
  };
  const pageOf = async (who: SignedIn, path: string) =>
    plain((await who.get(path).expect(200)).text);

  describe('assessments', () => {
    const alertsOf = async (who: SignedIn, { id }: TestPerson) =>
      [
        ...(await pageOf(who, `/people/${id}`)).matchAll(
          /notice--danger[\s\S]*?<p>([\s\S]*?)<\/p>/g,
        ),
      ]
        .map(([, words]) => words!.replace(/<[^>]*>/g, '').trim())
        .filter((words) => words.includes('Risque'));

    it('a high risk still stands before everything, and what is lower since counts over both', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      await signed(officer, again.id, 'risk', HIGH_RISK);
      await join(officer, pair, mina);
      for (const person of [mina, again])
        expect(await alertsOf(officer, person)).toEqual([
          expect.stringContaining('Risque élevé (le 24 novembre 2026)'),
        ]);
      const list = await pageOf(officer, `/people/${mina.id}/assessments`);
      expect(list).toContain('Risque élevé');
      mawa.clock.set('2026-11-24T23:40:00Z');
      await signed(officer, mina.id, 'risk', LOW_RISK);
      for (const person of [mina, again]) expect(await alertsOf(officer, person)).toEqual([]);
      expect(await pageOf(officer, `/people/${mina.id}/assessments`)).toContain(
        'Risque et sécurité : en baisse, de « Risque élevé »',
      );
      // Assessed anew: what the joined file was reminded of is done.
      expect(
        await rows(
          `SELECT case_id, done_at IS NOT NULL AS done FROM tasks WHERE kind = 'assessment_due' ORDER BY opened_at`,
        ),
      ).toEqual([
        { case_id: again.id, done: true },
        { case_id: mina.id, done: false },
      ]);
    });

    it('it is read with its answers under the number that goes on, once on the timeline, and compared', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      const before = await signed(officer, again.id, 'risk', {
        ...HIGH_RISK,
        self: { would_help: { value: 'sa cousine Rkia' } },
      });
      const own = await signed(officer, mina.id, 'risk', MODERATE_RISK);
      await join(officer, pair, mina);
      const { body } = await officer.get(`${assessmentsPath(mina.id)}/${before}`).expect(200);
      expect(body.answers.would_help).toEqual({ value: 'sa cousine Rkia' });
      const both = await officer.get(assessmentsPath(mina.id)).expect(200);
      expect(both.body.assessments.map(({ id }: { id: string }) => id).sort()).toEqual(
        [before, own].sort(),
      );
      const page = await pageOf(officer, `/people/${mina.id}?kind=assessment`);
      expect(times(page, `/assessments/${before}`)).toBe(1);
      expect(times(page, `/assessments/${own}`)).toBe(1);
      await officer
        .get(`/people/${mina.id}/assessments/compare?from=${before}&to=${own}`)
        .expect(200);
      // The person is given both, with what was answered.
      const given = await givenTo(officer, mina);
      expect(given).toContain('sa cousine Rkia');
      expect(times(given, 'Risque et sécurité, 24 novembre 2026')).toBe(2);
      const stranger = await mawa.signIn('reintegration_officer');
      await stranger.get(`${assessmentsPath(mina.id)}/${before}`).expect(404);
      const other = await aPerson(officer);
      await officer.get(`${assessmentsPath(other.id)}/${before}`).expect(404);
    });

    it('the search finds each person once, by the latest of all, and drafts under the number that goes on', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      await signed(officer, mina.id, 'risk', LOW_RISK);
      mawa.clock.set('2026-11-24T23:40:00Z');
      const latest = await signed(officer, again.id, 'risk', HIGH_RISK);
      const draft = await started(officer, again.id, 'needs');
      await join(officer, pair, mina);
      const found = async (more = '') =>
        (await officer.get(`/api/v1/assessments?form=risk${more}`).expect(200)).body.found;
      expect(await found()).toMatchObject([
        { id: latest, caseId: mina.id, caseNumber: mina.caseNumber, level: 'high' },
      ]);
      expect(await found('&band=high')).toHaveLength(1);
      expect(await found('&band=low')).toEqual([]);
      const overview = await pageOf(officer, '/assessments');
      expect(overview).toContain(`/people/${mina.id}/assessments/${draft}`);
      expect(overview).not.toContain(again.caseNumber);
    });

    it('a draft goes on where it was begun: none is begun beside it, and it is saved, signed and leads back', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      const draft = await started(officer, again.id, 'risk');
      await join(officer, pair, mina);
      const second = await officer.post(assessmentsPath(mina.id), { form: 'risk' }).expect(409);
      expect(second.body.code).toBe('assessments.draft_open');
      await save(officer, mina.id, draft, 'reach', HIGH_RISK.reach).expect(200);
      const page = await pageOf(officer, `/people/${mina.id}/assessments/${draft}`);
      expect(page).toContain(`/people/${mina.id}/assessments/${draft}/sections/`);
      expect(page).not.toContain(`/people/${again.id}/`);
      await officer.post(`${assessmentsPath(mina.id)}/${draft}/signature`).expect(201);
      const { body } = await officer.get(`${assessmentsPath(mina.id)}/${draft}`).expect(200);
      expect([body.state, body.answers.knows_place]).toEqual(['finished', yes]);
      // It stays where it stands; what it asks for is asked of the file that goes on.
      expect(await rows('SELECT DISTINCT case_id FROM assessment_answers')).toEqual([
        { case_id: again.id },
      ]);
      expect(
        await rows(`SELECT case_id FROM tasks WHERE kind IN ('safety_plan', 'assessment_due')`),
      ).toEqual([{ case_id: mina.id }, { case_id: mina.id }]);
      expect(await alertsOf(officer, mina)).toHaveLength(1);
    });

    it('a draft of the joined file is dropped from either number', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      const draft = await started(officer, again.id, 'risk');
      await save(officer, again.id, draft, 'reach', HIGH_RISK.reach).expect(200);
      await join(officer, pair, mina);
      await officer.delete(`${assessmentsPath(mina.id)}/${draft}`).expect(204);
      expect(await rows('SELECT state FROM assessments WHERE id = $1', [draft])).toEqual([
        { state: 'dropped' },
      ]);
      await officer.post(assessmentsPath(mina.id), { form: 'risk' }).expect(201);
    });

    it('what is signed in the joined file is not corrected any more, and it is said why', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      const id = await signed(officer, again.id, 'risk', HIGH_RISK);
      await join(officer, pair, mina);
      for (const person of [mina, again]) {
        const refused = await officer
          .post(`${assessmentsPath(person.id)}/${id}/corrections`, { reason: 'mistake' })
          .expect(409);
        expect(refused.body.code).toBe('assessments.in_a_joined_file');
        expect(refused.body.detail).toContain(again.caseNumber);
      }
      const page = await pageOf(officer, `/people/${mina.id}/assessments/${id}`);
      expect(page).not.toContain(`/assessments/${id}/correct"`);
      expect(page).toContain(`dossier ${again.caseNumber}`);
      expect(await rows('SELECT count(*)::int AS n FROM assessments')).toEqual([{ n: 1 }]);
    });

    it('a screening of the joined file is still decided on', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      const id = await signed(officer, again.id, 'ilo_indicators', {
        beginning: { deception: yes },
      });
      await join(officer, pair, mina);
      await officer
        .post(`${assessmentsPath(mina.id)}/${id}/decisions`, {
          decision: 'more_needed',
          decidedBy: 'programme',
          note: 'revoir avec elle',
        })
        .expect(201);
      const { body } = await officer.get(`${assessmentsPath(mina.id)}/${id}`).expect(200);
      expect(body.decisions).toMatchObject([{ note: 'revoir avec elle' }]);
      expect(
        await rows(`SELECT case_id FROM tasks WHERE kind = 'assessment_due' AND done_at IS NULL`),
      ).toEqual([{ case_id: mina.id }]);
    });
  });

  it('a service of either file stands once on the timeline', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const ids: string[] = [];
    for (const { id: caseId } of [mina, again]) {
      const service = { caseId, typeCode: 'medical_consultation', givenOn: '2026-11-24' };
      ids.push((await officer.post('/api/v1/services', service).expect(201)).body.id);
    }
    await join(officer, pair, mina);
    const page = await pageOf(officer, `/people/${mina.id}?kind=service`);
    expect(ids.map((id) => times(page, `/services/${id}"`))).toEqual([1, 1]);
  });

  it('a link of the joined file stands once on the timeline', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const other = await aPerson(officer, { names: { given: 'Rkia', family: 'Ouahbi' } });
    await officer
      .post(`${again.path}/links`, { kind: 'sibling', otherCaseId: other.id })
      .expect(201);
    await join(officer, pair, mina);
    for (const person of [mina, again])
      expect(
        times(
          await pageOf(officer, `/people/${person.id}?kind=family`),
          'Lien noté avec une autre personne : ',
        ),
      ).toBe(1);
    const seen = await officer.get(`${mina.path}/links`).expect(200);
    expect(seen.body.links).toMatchObject([{ otherId: other.id }]);
  });

  describe('ages', () => {
    const found = (more: object = {}) => ({
      on: '2026-11-20',
      methods: ['interview', 'social'],
      institution: 'social_service',
      low: 16,
      high: 17,
      margin: 0,
      conclusion: 'child',
      benefitOfDoubt: false,
      agreement: 'assent',
      ...more,
    });
    const ADULT = { low: 19, high: 20, conclusion: 'adult' };
    const assess = async (who: SignedIn, person: TestPerson, more: object = {}) =>
      (await who.post(`${person.path}/age-assessments`, found(more)).expect(201)).body as {
        id: string;
        version: number | null;
      };
    const withdraw = (who: SignedIn, person: TestPerson, id: string) =>
      who.post(`${person.path}/age-assessments/${id}/withdrawal`, { why: 'contested' }).expect(204);
    const ageOf = async ({ id }: TestPerson) =>
      (
        await rows<{ from: string | null; until: string | null; year: number | null }>(
          `SELECT born_from::text AS "from", born_until::text AS until, birth_year AS year FROM cases WHERE id = $1`,
          [id],
        )
      )[0]!;
    const correctionsIn = async ({ id }: TestPerson) =>
      (
        await rows<{ n: number }>(
          'SELECT count(*)::int AS n FROM case_corrections WHERE case_id = $1',
          [id],
        )
      )[0]!.n;

    it('those of both files are read together, with their notes, each once on the timeline', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      const other = await assess(officer, again, { note: 'sa tante le dit aussi' });
      const own = await assess(officer, mina, { on: '2026-11-22', ...ADULT });
      await join(officer, pair, mina, { choices: { names: 'into', age: 'into' } });
      const { body } = await officer.get(`${mina.path}/age-assessments`).expect(200);
      expect(body).toMatchObject([
        { id: own.id, note: null },
        { id: other.id, note: 'sa tante le dit aussi' },
      ]);
      const page = await pageOf(officer, `/people/${mina.id}?kind=assessment`);
      expect(times(page, 'Âge évalué : ')).toBe(2);
      expect(await pageOf(officer, `/people/${mina.id}/age`)).toContain('sa tante le dit aussi');
    });

    it('an earlier one does not set aside a later one of the joined file', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      await assess(officer, again, { on: '2026-11-22' });
      await join(officer, pair, mina, { choices: { names: 'into', age: 'from' } });
      const { version } = await assess(officer, mina, { on: '2026-11-20', ...ADULT });
      expect(version).toBeNull();
      // 16 to 17 on 22 November 2026: by hand.
      expect(await ageOf(mina)).toMatchObject({ from: '2008-11-23', until: '2010-11-22' });
    });

    it('one of the joined file withdrawn, the one that is left counts, in the file that goes on', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      await assess(officer, mina, ADULT);
      const later = await assess(officer, again, { on: '2026-11-22' });
      await join(officer, pair, mina, { choices: { names: 'into', age: 'from' } });
      const before = await correctionsIn(again);
      await withdraw(officer, mina, later.id);
      // 19 to 20 on 20 November 2026: by hand.
      expect(await ageOf(mina)).toMatchObject({ from: '2005-11-21', until: '2007-11-20' });
      expect(await correctionsIn(again)).toBe(before);
      expect(await ageOf(again)).toMatchObject({ from: '2008-11-23' });
    });

    it('none left, what the file that goes on knew before counts again, withdrawn from the old number too', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      const { id } = await assess(officer, again);
      await join(officer, pair, mina, { choices: { names: 'into', age: 'from' } });
      expect(await ageOf(mina)).toMatchObject({ from: '2008-11-21' });
      // From the old number as well.
      await withdraw(officer, again, id);
      expect(await ageOf(mina)).toEqual({ from: null, until: null, year: 1999 });
    });

    it('what only the joined file had known before is known again', async () => {
      const { officer, mina, again, pair } = await bothHeld(
        mawa,
        { birthYear: null },
        { birthYear: 2001 },
      );
      const { id } = await assess(officer, again);
      await join(officer, pair, mina);
      expect(await ageOf(mina)).toMatchObject({ from: '2008-11-21', year: null });
      await withdraw(officer, mina, id);
      expect(await ageOf(mina)).toEqual({ from: null, until: null, year: 2001 });
    });

    it('said by hand after the joining, that stays', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      const { id } = await assess(officer, again);
      await join(officer, pair, mina, { choices: { names: 'into', age: 'from' } });
      const { body } = await officer.get(`${mina.path}/corrections`).expect(200);
      await officer
        .post(`${mina.path}/corrections`, {
          version: body.version,
          why: 'changed',
          person: { birthYear: 2003 },
        })
        .expect(201);
      await withdraw(officer, mina, id);
      expect(await ageOf(mina)).toMatchObject({ year: 2003 });
    });
  });

  describe('how she was trafficked', () => {
    const api = ({ path }: TestPerson) => `${path}/classification`;
    const shown = async (who: SignedIn, person: TestPerson) =>
      (await who.get(api(person)).expect(200)).body;
    const classify = async (who: SignedIn, person: TestPerson, given: object) => {
      const { version, caseVersion } = await shown(who, person);
      return who.post(api(person), { version, caseVersion, ...given });
    };
    const SAID = {
      answers: { forms: ['ForcedLabour'], motives: ['not_known'] },
      exploitation: { country: 'MA', region: '07', town: TOWN },
      elements: { acts: ['recruit'], means: ['fraud'], purposes: ['forced_labour'] },
    };

    it('the file that goes on says what the joined one says, and adds to it', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      expect((await classify(officer, again, SAID)).status).toBe(201);
      await join(officer, pair, mina);
      for (const person of [mina, again])
        expect((await shown(officer, person)).classified).toMatchObject({
          answers: SAID.answers,
          exploitation: SAID.exploitation,
          elements: SAID.elements,
        });
      const page = await pageOf(officer, `/people/${mina.id}/classification`);
      expect(page).toContain(TOWN);
      expect(page).toContain(`/people/${again.id}/classification/versions/1`);
      await officer.get(`/people/${again.id}/classification/versions/1`).expect(200);
      await officer.get(`/people/${mina.id}/classification/versions/1`).expect(404);
      expect(await givenTo(officer, mina)).toContain(TOWN);

      const saved = await classify(officer, mina, { answers: { motives: ['sexual'] } });
      expect([saved.status, saved.body.version]).toEqual([201, 1]);
      expect(saved.body.changed).toEqual(['motives']);
      const { classified, version, chosenFrom } = await shown(officer, mina);
      expect(version).toBe(1);
      expect(classified).toMatchObject({
        answers: { forms: ['ForcedLabour'], motives: ['sexual'] },
        exploitation: SAID.exploitation,
      });
      expect(chosenFrom['forms/ForcedLabour']).toBe(1);
      // Each version is read where it was written; the town was sealed anew for this file.
      await officer.get(`/people/${mina.id}/classification/versions/1`).expect(200);
      const versions = await officer.get(`${api(mina)}/versions`).expect(200);
      expect(
        versions.body.map((one: { caseNumber: string; version: number }) => [
          one.caseNumber,
          one.version,
        ]),
      ).toEqual([
        [mina.caseNumber, 1],
        [again.caseNumber, 1],
      ]);
      expect(versions.body[1].classification.answers.motives).toEqual(['not_known']);
      const next = await classify(officer, mina, { began: '1_to_2' });
      expect(next.body.version).toBe(2);
    });

    it('where the file that goes on speaks, it alone counts, however often the other one was changed', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      await classify(officer, mina, { answers: { forms: ['Servitude'] } });
      await classify(officer, again, { answers: { forms: ['ForcedLabour'] } });
      await classify(officer, again, { answers: { motives: ['sexual'] } });
      await join(officer, pair, mina);
      expect(await shown(officer, mina)).toMatchObject({
        version: 1,
        classified: { answers: { forms: ['Servitude'], motives: [] } },
      });
      expect((await classify(officer, mina, { began: '1_to_2' })).body.version).toBe(2);
      expect((await classify(officer, again, { began: 'over_5' })).body.code).toBe(
        'people.file_was_joined',
      );
    });

    it('two who write at once lose nothing of what the joined file said', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      await classify(officer, again, { answers: { forms: ['ForcedLabour'] } });
      await join(officer, pair, mina);
      const { version, caseVersion } = await shown(officer, mina);
      await officer
        .post(api(mina), { version, caseVersion, answers: { motives: ['sexual'] } })
        .expect(201);
      const late = await officer
        .post(api(mina), { version, caseVersion, began: '1_to_2' })
        .expect(409);
      expect(late.body.code).toBe('classification.changed_meanwhile');
      const again2 = await officer
        .submit(`/people/${mina.id}/classification`, {
          version: String(version),
          caseVersion: String(caseVersion),
          'answers.forms': 'ForcedLabour',
          began: '1_to_2',
        })
        .expect(409);
      // Taken over from whoever was first, and nothing is named as changed by both.
      expect(again2.text).toMatch(/value="sexual"[^>]*checked/);
      expect(plain(again2.text)).not.toContain('Quelqu’un d’autre a répondu autrement');
      expect((await shown(officer, mina)).classified.answers.forms).toEqual(['ForcedLabour']);
    });

    it('an element that the joined file names is added to, and is not taken away from here', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      await classify(officer, again, { elements: SAID.elements });
      await join(officer, pair, mina);
      const more = { ...SAID.elements, acts: ['recruit', 'transport'] };
      expect((await classify(officer, mina, { elements: more })).status).toBe(201);
      expect((await shown(officer, mina)).classified.elements).toEqual(more);
      expect(
        await rows('SELECT code FROM case_exploitation WHERE case_id = $1', [mina.id]),
      ).toEqual([{ code: 'transport' }]);
      const less = { acts: ['transport'], means: ['fraud'], purposes: ['forced_labour'] };
      const refused = await classify(officer, mina, { elements: less });
      expect([refused.status, refused.body.errors]).toMatchObject([
        422,
        [{ code: 'classification.in_a_joined_file', field: 'elements.acts' }],
      ]);
      const back = await classify(officer, mina, { elements: SAID.elements });
      expect(back.status).toBe(201);
    });
  });
});
