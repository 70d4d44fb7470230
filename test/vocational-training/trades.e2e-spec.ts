import { TRAINING_TRADES } from '../../migrations/data/lists/training-trades';
import { TRAINING_LISTS } from '../../migrations/data/lists/training';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import * as give from './training';
import { aProvider, aSession, codesOf, trainingOf } from './training';

const LIST = '/api/v1/lists/training_trades';

describe('trades of training', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let manager: SignedIn;
  let provider: string;
  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T12:10:00Z');
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('programme_officer');
    provider = await aProvider(mawa);
  });
  afterAll(() => mawa.stop());

  const someone = (): Promise<TestPerson> => aPerson(officer, ADULT);
  const wishes = (more: object = {}) => ({ on: '2026-11-24', languages: ['ara'], ...more });
  const orient = (person: TestPerson, more: object, by = officer) =>
    by.post(`${trainingOf(person)}/orientations`, wishes(more));
  const read = async (person: TestPerson) =>
    (await officer.get(trainingOf(person)).expect(200)).body;
  const pageOf = async (person: TestPerson, by = officer) =>
    (await by.get(`/people/${person.id}/training`).expect(200)).text;
  const sessionOf = (course: object) =>
    aSession(manager, provider, {
      course: { childCare: 'none', access: [], ...course },
      session: { startsOn: '2026-12-01', endsOn: '2026-12-18' },
    });

  describe('the list', () => {
    it('has each trade once, under a broad field of ISCED-F', () => {
      const fields = TRAINING_LISTS.find(({ name }) => name === 'isced_fields')!.items;
      const known = fields.map(({ code }) => code);
      const trades = TRAINING_TRADES.items.filter(({ parent }) => parent);
      expect(trades).toHaveLength(36);
      expect(trades.filter(({ parent }) => !known.includes(parent!))).toEqual([]);
      const groups = TRAINING_TRADES.items.filter(({ parent }) => !parent);
      expect(groups.filter(({ code }) => !known.includes(code))).toEqual([]);
      expect(new Set(TRAINING_TRADES.items.map(({ code }) => code)).size).toBe(36 + groups.length);
    });

    it('takes a new trade under a field alone, whatever writes it', async () => {
      await manager.post(`${LIST}/draft`).expect(201);
      const tiling = { code: 'tiling', fr: 'Carrelage', ar: 'الزليج', en: 'Tiling', revision: 1 };
      const refused = await manager.post(`${LIST}/draft/items`, tiling).expect(422);
      expect(codesOf(refused)).toEqual(['lists.parent_missing']);
      await manager.post(`${LIST}/draft/items`, { ...tiling, parent: '07' }).expect(201);
      const { code: _, ...words } = tiling;
      const moved = { ...words, parent: '', revision: 2 };
      expect(codesOf(await manager.put(`${LIST}/draft/items/tiling`, moved))).toEqual([
        'lists.parent_missing',
      ]);
      for (const sql of [
        `UPDATE list_items SET parent = NULL WHERE list = 'training_trades' AND version = 2 AND code = 'tiling'`,
        `INSERT INTO list_items (list, version, code, position, fr, ar, en) VALUES ('training_trades', 2, 'x', 99, 'x', 'x', 'x')`,
      ]) {
        await expect(mawa.transactions.run(manager.actor, (tx) => tx.query(sql))).rejects.toThrow(
          'codes of another list',
        );
      }
      // A field that had no trade until now.
      const field = { code: '05', fr: 'Laboratoire', ar: 'المختبر', en: 'Laboratory', revision: 2 };
      await manager.post(`${LIST}/draft/items`, field).expect(201);
      await manager.delete(`${LIST}/draft?revision=3`).expect(200);
    });

    it('is changed by programme officers only', async () => {
      expect(codesOf(await officer.post(`${LIST}/draft`))).toEqual(['access.not_yours']);
    });
  });

  describe('an orientation', () => {
    it('wishes trades, which its sessions are ranked by, with the reason in words', async () => {
      const person = await someone();
      const sewing = await sessionOf({ title: 'Atelier un', field: '07', trade: 'sewing' });
      const welding = await sessionOf({ title: 'Atelier deux', field: '07', trade: 'welding' });
      const whole = await sessionOf({ title: 'Atelier trois', field: '07' });
      const kitchen = await sessionOf({ title: 'Atelier quatre', trade: 'cooking' });
      await orient(person, { trades: ['sewing', 'embroidery', 'sewing'] }).expect(201);
      const { orientations, proposals } = await read(person);
      expect(orientations).toMatchObject([
        {
          interests: [],
          trades: [
            { code: 'sewing', field: '07' },
            { code: 'embroidery', field: '02' },
          ],
          tradesVersion: 1,
        },
      ]);
      const of = ({ id }: { id: string }) => {
        const {
          score,
          for: pros,
          against,
        } = proposals.find(({ sessionId }: { sessionId: string }) => sessionId === id);
        return [score, [...pros, ...against].map(({ code }: { code: string }) => code)];
      };
      // Beside the wish: 2 language + 1 place.
      expect(of(sewing)).toEqual([7, ['trade', 'language', 'place']]);
      expect(of(welding)).toEqual([5, ['near_trade', 'language', 'place']]);
      expect(of(whole)).toEqual([5, ['near_trade', 'language', 'place']]);
      expect(of(kitchen)).toEqual([2, ['language', 'place', 'other_field']]);
      const text = await pageOf(person);
      for (const words of [
        'Couture · Broderie',
        'Le métier souhaité : Couture',
        'Même domaine que le métier souhaité : Couture',
        'Un autre domaine',
      ]) {
        expect(text).toContain(words);
      }
      expect(text).not.toContain('Domaines souhaités');
      const leila = await mawa.signIn('reintegration_officer', { language: 'ar' });
      const hers = await aPerson(leila, ADULT);
      await orient(hers, { trades: ['sewing'] }, leila).expect(201);
      expect(await pageOf(hers, leila)).toContain('المهنة المرغوب فيها: الخياطة');
    });

    it('still wishes fields, beside trades or alone, or nothing at all', async () => {
      const [direction, both, nothing] = [await someone(), await someone(), await someone()];
      await orient(direction, { interests: ['10'] }).expect(201);
      await orient(both, { interests: ['10'], trades: ['sewing'] }).expect(201);
      await orient(nothing, {}).expect(201);
      expect((await read(direction)).orientations).toMatchObject([
        { interests: ['10'], trades: [] },
      ]);
      expect(await pageOf(direction)).toContain('Domaines souhaités');
      expect((await read(both)).orientations).toMatchObject([
        { interests: ['10'], trades: [{ code: 'sewing' }] },
      ]);
      const codes = (await read(nothing)).proposals.flatMap((one: { for: { code: string }[] }) =>
        one.for.map(({ code }) => code),
      );
      expect(codes).not.toContain('near_trade');
    });

    it('that a server without trades wrote is read as it was', async () => {
      const person = await someone();
      await mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `INSERT INTO training_orientations (id, case_id, on_day, interests, fields_version, levels_version, occupations_version)
           VALUES (gen_random_uuid(), $1, '2026-11-20', '{07}', 1, 1, 1)`,
          [person.id],
        ),
      );
      const { orientations, proposals } = await read(person);
      expect(orientations).toMatchObject([{ interests: ['07'], trades: [], tradesVersion: null }]);
      const first = proposals[0].for.map(({ code }: { code: string }) => code);
      expect(first).toContain('interest');
      expect(await pageOf(person)).toMatch(
        /Domaines souhaités(<[^>]*>|\s)*Fabrication, bâtiment et réparation/,
      );
    });

    it('is refused with what is no trade, and by whoever does not accompany the person', async () => {
      const person = await someone();
      for (const trades of [['juggling'], ['07'], ['sewing', 'juggling'], ['deux mots'], 'x']) {
        const { status, body } = await orient(person, { trades });
        expect([trades, status, body.errors?.[0]?.code ?? body.code]).toEqual([
          trades,
          422,
          'common.not_choice',
        ]);
      }
      const many = Array.from({ length: 41 }, () => 'sewing');
      await orient(person, { trades: many }).expect(422);
      await orient(person, { trades: ['sewing'] }, manager).expect(403);
      const stranger = await mawa.signIn('reintegration_officer');
      await orient(person, { trades: ['sewing'] }, stranger).expect(404);
      expect((await read(person)).orientations).toEqual([]);
    });

    it('is asked for in a form by groups, which keeps what was chosen', async () => {
      const person = await someone();
      const path = `/people/${person.id}/training/orientations`;
      const { text } = await officer.get(`${path}/new`).expect(200);
      const legends = [...text.matchAll(/<legend class="choice-group__label">([^<]+)</g)];
      expect(legends.map(([, label]) => label)).toEqual(
        TRAINING_TRADES.items.filter(({ parent }) => !parent).map(({ fr }) => fr),
      );
      expect(text.match(/name="trades"/g)).toHaveLength(36);
      const form = { on: '2026-11-24', trades: ['sewing', 'pottery'] };
      const wrong = await officer.submit(path, { ...form, on: '2027-01-01' }).expect(422);
      const kept = [...wrong.text.matchAll(/name="trades" value="(\w+)" checked/g)];
      expect(kept.map(([, code]) => code)).toEqual(['sewing', 'pottery']);
      const unknown = await officer.submit(path, { ...form, trades: 'juggling' }).expect(422);
      expect(unknown.text).toContain('id="e-trades"');
      await officer.submit(path, { ...form, trades: 'pottery' }).expect(303);
      expect((await read(person)).orientations).toMatchObject([{ trades: [{ code: 'pottery' }] }]);
    });
  });

  describe('a course', () => {
    const add = (more: object) => manager.post(give.COURSES, give.course(provider, more));

    it('may name its trade, in the catalogue and on the page of its session', async () => {
      const { path, id } = await sessionOf({
        title: 'Atelier d’aiguille',
        field: '02',
        trade: 'embroidery',
      });
      expect((await officer.get(path).expect(200)).body.course).toMatchObject({
        field: '02',
        trade: 'embroidery',
        tradeVersion: 1,
      });
      for (const page of ['/training/courses', `/training/sessions/${id}`, '/training']) {
        expect((await officer.get(page).expect(200)).text).toContain('Broderie · Lettres et arts');
      }
      const plain = await sessionOf({ title: 'Un peu de tout' });
      expect((await officer.get(plain.path).expect(200)).body.course).toMatchObject({
        trade: null,
        tradeVersion: null,
      });
    });

    it('is refused with a trade of another field, and with what is no trade', async () => {
      expect(codesOf(await add({ field: '10', trade: 'sewing' }))).toEqual([
        'training.trade_of_field',
      ]);
      for (const trade of ['juggling', '10', 'deux mots']) {
        expect(codesOf(await add({ trade }))).toEqual(['common.not_choice']);
      }
      await officer.post(give.COURSES, give.course(provider, { trade: 'cooking' })).expect(403);
      const { rows } = await mawa.admin.query<{ id: string }>(
        `SELECT id FROM training_courses WHERE trade = 'embroidery'`,
      );
      for (const sql of [`trade = 'sewing'`, `field = '07'`, `trade_version = 7`]) {
        await expect(
          mawa.admin.query(`UPDATE training_courses SET ${sql} WHERE id = $1`, [rows[0]!.id]),
        ).rejects.toThrow('training_courses_trade_of_the_field');
      }
    });

    it('says so beside the field of the form, which has the trades under their fields', async () => {
      const { text } = await manager.get('/training/courses/new').expect(200);
      expect(text).toMatch(/<optgroup label="Services"><option value="cooking">Cuisine</);
      const typed = Object.fromEntries(
        Object.entries(
          give.course(provider, { trade: 'sewing', strenuous: 'no', paysExcused: 'no' }),
        ).map(([key, value]) => [key, value as string]),
      );
      const wrong = await manager.submit('/training/courses', typed).expect(422);
      expect(wrong.text).toContain('Ce métier n’appartient pas au domaine choisi');
      expect(wrong.text).toContain('<option value="sewing" selected>');
      await manager
        .submit('/training/courses', { ...typed, title: 'Couture du soir', field: '07' })
        .expect(303);
      expect((await manager.get('/training/courses')).text).toContain('Couture du soir');
    });
  });

  it('a trade that is withdrawn is no longer chosen, and keeps its words where it was', async () => {
    const before = await someone();
    await orient(before, { trades: ['pottery'] }).expect(201);
    const course = { title: 'Le tour', field: '02', trade: 'pottery' };
    const { path } = await sessionOf(course);
    await manager.post(`${LIST}/draft`).expect(201);
    const { body } = await manager.get(LIST).expect(200);
    const { source, licence, version } = body.versions[0];
    const retired = { fr: 'Poterie', ar: 'الفخار', en: 'Pottery', parent: '02', retired: true };
    await manager.put(`${LIST}/draft/items/pottery`, { ...retired, revision: 1 }).expect(200);
    const words = { note: 'plus aucun atelier', source, licence, revision: 2 };
    await manager.put(`${LIST}/draft`, words).expect(200);
    const second = await mawa.signIn('programme_officer');
    await second.post(`${LIST}/draft/approval`, { revision: 3 }).expect(200);

    const after = await someone();
    expect(codesOf(await orient(after, { trades: ['pottery'] }))).toEqual(['common.not_choice']);
    expect(codesOf(await manager.post(give.COURSES, give.course(provider, { ...course })))).toEqual(
      ['common.not_choice'],
    );
    await orient(after, { trades: ['weaving'] }).expect(201);
    expect((await read(after)).orientations).toMatchObject([{ tradesVersion: version }]);
    const form = await officer.get(`/people/${after.id}/training/orientations/new`);
    expect(form.text).not.toContain('Poterie');
    expect(form.text).toContain('Tissage et tapis');

    expect(await pageOf(before)).toContain('Poterie');
    expect((await read(before)).orientations).toMatchObject([
      { trades: [{ code: 'pottery', field: '02' }], tradesVersion: 1 },
    ]);
    expect((await officer.get(path)).body.course).toMatchObject({ trade: 'pottery' });
    const own = (await read(before)).proposals[0].for[0];
    expect(own).toMatchObject({ code: 'trade', of: 'pottery', weight: 4 });
  });
});
