import { LIST_NAMES, Lists, OWNED_LISTS } from '../../modules/reference-lists';
import { LANGUAGES } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const REVENGE = { code: 'revenge', fr: 'Vengeance', ar: 'الانتقام', en: 'Revenge' };

describe('lists that somebody owns', () => {
  let mawa: TestApp;
  let commission: string;
  let meryem: SignedIn;
  let ilyas: SignedIn;
  let agency: SignedIn;
  let admin: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    admin = await mawa.signIn('administrator');
    const organisation = async (code: string, kind: string) =>
      (await admin.post('/api/v1/organisations', { code, kind, name: code }).expect(201)).body
        .id as string;
    commission = await organisation('CNCLT', 'commission');
    meryem = await mawa.signIn('commission_officer', { organisationId: commission });
    ilyas = await mawa.signIn('commission_officer', { organisationId: commission });
    agency = await mawa.signIn('programme_officer', {
      organisationId: await organisation('IOM', 'agency'),
    });
  });
  // A test that failed leaves no draft to the next one.
  afterEach(() =>
    mawa.admin
      .query(`SELECT set_config('mawa.now', '2026-11-24Z', false)`)
      .then(() =>
        mawa.admin.query(`UPDATE list_versions SET state = 'dropped' WHERE state = 'draft'`),
      ),
  );
  afterAll(() => mawa.stop());

  const draftOf = async (list: string) => {
    const { body } = await meryem.get(`/api/v1/lists/${list}`).expect(200);
    return body.versions.find(({ state }: { state: string }) => state === 'draft');
  };
  const revision = async (list: string): Promise<number> => (await draftOf(list)).revision;
  const motives = '/api/v1/lists/motives/draft';
  const begin = async (list = 'motives', who = meryem) => {
    await who.post(`/api/v1/lists/${list}/draft`).expect(201);
    return revision(list);
  };
  const drop = async (list = 'motives', who = meryem) =>
    who.delete(`/api/v1/lists/${list}/draft?revision=${await revision(list)}`).expect(200);
  const describe_ = async (list: string, who: SignedIn, more: object = {}) => {
    const { source, licence } = await draftOf(list);
    return who.put(`/api/v1/lists/${list}/draft`, {
      revision: await revision(list),
      note: 'demandé par la commission',
      source,
      licence,
      ...more,
    });
  };
  const codesToday = (list: 'motives'): Promise<string[]> =>
    mawa.transactions.run(agency.actor, async (tx) => {
      const edition = (await mawa.app.get(Lists).inForce(tx, [list]))[list];
      return edition.items.filter(({ retired }) => !retired).map(({ code }) => code);
    });

  it('each list says who owns it, its edition, its source and its licence, in three languages', async () => {
    const { body } = await agency.get('/api/v1/lists').expect(200);
    expect(body.lists.map(({ name }: { name: string }) => name)).toEqual(OWNED_LISTS);
    expect(body.lists[0]).toMatchObject({
      name: 'motives',
      mine: false,
      owner: { role: 'commission_officer', kind: 'commission' },
    });
    expect(body.fixed.map(({ name }: { name: string }) => name)).toEqual(LIST_NAMES);
    expect(body.standards).toMatchObject([
      { name: 'htcds', edition: '2.0', fields: 11 },
      { name: 'ctdc', fields: 27 },
    ]);
    for (const language of LANGUAGES) {
      const reader = await mawa.signIn('reintegration_officer', { language });
      const all = await reader.get('/lists').expect(200);
      expect(all.text).not.toMatch(/lists:/);
      for (const name of [...OWNED_LISTS, ...LIST_NAMES]) {
        const { text } = await reader.get(`/lists/${name}`).expect(200);
        expect([name, text.match(/lists:[\w.]+|common:[\w.]+/)]).toEqual([name, null]);
      }
    }
    await agency.get('/lists/nothing').expect(404);
    await agency.get('/api/v1/lists/motives/versions/99').expect(404);
    await agency.get('/api/v1/lists/constructor').expect(404);
  });

  it('a partner reads none, and whoever owns none prepares none', async () => {
    const partner = await mawa.signIn('partner_viewer');
    await partner.get('/lists').expect(403);
    await partner.get('/api/v1/lists/motives').expect(403);
    const officer = await mawa.signIn('reintegration_officer');
    await officer.get('/api/v1/lists/motives').expect(200);
    await officer.post(motives).expect(403);
    const { body } = await agency.post(motives).expect(403);
    expect(body.code).toBe('lists.not_yours');
    await admin.post(motives).expect(403);
    await agency.post('/api/v1/lists/acts/draft').expect(404);
    expect((await agency.get('/lists/motives').expect(200)).text).not.toContain('draft/start');
    expect((await meryem.get('/lists/motives').expect(200)).text).toContain('draft/start');
  });

  it('nor does the database let them, with the application’s policy out of the way', async () => {
    await begin();
    for (const stranger of [agency, admin, await mawa.signIn('reintegration_officer')]) {
      const tries = [
        `INSERT INTO list_versions (list, version, source, licence, drafted_by) VALUES ('motives', 99, 'aaa', 'aaa', mawa_actor())`,
        `INSERT INTO list_items (list, version, code, position, fr, ar, en) VALUES ('motives', 2, 'x', 99, 'x', 'x', 'x')`,
        `INSERT INTO list_crosswalk (list, version, code, standard) VALUES ('motives', 2, 'x', 'htcds')`,
      ];
      for (const sql of tries) {
        await expect(mawa.transactions.run(stranger.actor, (tx) => tx.query(sql))).rejects.toThrow(
          /row-level security|only a draft changes/,
        );
      }
      const changed = await mawa.transactions.run(stranger.actor, async (tx) => [
        ...(await tx.query(`UPDATE list_items SET fr = 'autre' WHERE version = 2 RETURNING 1`)),
        ...(await tx.query(
          `UPDATE list_versions SET state = 'approved', approved_by = mawa_actor(), approved_at = mawa_now(), holds_from = mawa_tonight(), note = 'xxx'
            WHERE version = 2 RETURNING 1`,
        )),
        ...(await tx.query(`DELETE FROM list_items WHERE version = 2 RETURNING 1`)),
      ]);
      expect(changed).toEqual([]);
    }
    await drop();
  });

  it('a commission’s officer whose organisation is closed owns nothing any more', async () => {
    await mawa.admin.query('UPDATE organisations SET active = false WHERE id = $1', [commission]);
    await meryem.post(motives).expect(403);
    await mawa.admin.query('UPDATE organisations SET active = true WHERE id = $1', [commission]);
  });

  it('a new code is drafted by one, approved by another, and chosen from that moment on', async () => {
    await begin();
    expect((await draftOf('motives')).version).toBeGreaterThan(1);
    await meryem
      .post(`${motives}/items`, { revision: await revision('motives'), ...REVENGE })
      .expect(201);
    await meryem
      .put(`${motives}/items/financial_gain`, {
        revision: await revision('motives'),
        fr: 'Profit',
        ar: 'الربح',
        en: 'Profit',
      })
      .expect(200);
    await meryem
      .post(`${motives}/items/revenge/move`, { revision: await revision('motives'), to: 'up' })
      .expect(200);
    expect(await codesToday('motives')).not.toContain('revenge');
    const early = await ilyas.post(`${motives}/approval`, { revision: await revision('motives') });
    expect([early.status, early.body.code]).toEqual([422, 'lists.note_missing']);
    expect((await describe_('motives', meryem)).status).toBe(200);
    const own = await meryem.post(`${motives}/approval`, { revision: await revision('motives') });
    expect([own.status, own.body.code]).toEqual([403, 'lists.needs_another']);
    const stale = await ilyas.post(`${motives}/approval`, { revision: 1 });
    expect([stale.status, stale.body.code]).toEqual([409, 'lists.changed_meanwhile']);
    await ilyas.post(`${motives}/approval`, { revision: await revision('motives') }).expect(200);
    expect(await codesToday('motives')).toEqual([
      'financial_gain',
      'debt_recovery',
      'family_custom',
      'sexual',
      'use_in_crime',
      'revenge',
      'other',
    ]);
    const { body } = await agency.get('/api/v1/lists/motives').expect(200);
    expect(body.current).toMatchObject({
      approvedBy: ilyas.actor.name,
      holdsFrom: '2026-11-24',
      current: true,
      note: 'demandé par la commission',
      writers: [{ id: meryem.actor.userId }],
    });
    const number = body.current.version as number;
    const compared = await agency
      .get(`/api/v1/lists/motives/comparison?from=1&to=${number}`)
      .expect(200);
    const changes = compared.body.items
      .filter((item: { changes: string[] }) => item.changes.length > 0)
      .map((item: { code: string; changes: string[] }) => [item.code, item.changes]);
    expect(changes).toEqual([
      ['financial_gain', ['renamed']],
      ['revenge', ['added']],
    ]);
    const page = await agency.get(`/lists/motives/compare?from=${number}&to=1`).expect(200);
    expect(page.text).toContain('Vengeance');
    const { rows } = await mawa.admin.query(
      `SELECT action FROM audit_log WHERE action LIKE 'lists.%' AND fields = '{motives}' ORDER BY seq DESC LIMIT 2`,
    );
    expect(rows.map(({ action }) => action)).toEqual(['lists.approve', 'lists.describe']);
  });

  it('what was approved is never changed, not even by SQL, and one who wrote does not approve by SQL', async () => {
    await expect(
      mawa.transactions.run(meryem.actor, (tx) =>
        tx.query(`UPDATE list_items SET fr = 'autre' WHERE list = 'motives' AND version = 1`),
      ),
    ).rejects.toThrow(/only a draft changes/);
    await expect(
      mawa.transactions.run(meryem.actor, (tx) =>
        tx.query(`DELETE FROM list_items WHERE list = 'motives' AND version = 1`),
      ),
    ).rejects.toThrow(/only a draft changes/);
    await expect(
      mawa.transactions.run(meryem.actor, (tx) =>
        tx.query(
          `UPDATE list_versions SET source = 'autre' WHERE list = 'motives' AND version = 1`,
        ),
      ),
    ).rejects.toThrow(/only a draft changes/);
    await begin();
    expect((await describe_('motives', ilyas)).status).toBe(200);
    for (const writer of [meryem, ilyas]) {
      await expect(
        mawa.transactions.run(writer.actor, (tx) =>
          tx.query(
            `UPDATE list_versions SET state = 'approved', approved_by = mawa_actor(), approved_at = mawa_now(), holds_from = mawa_day(mawa_now())
              WHERE list = 'motives' AND state = 'draft'`,
          ),
        ),
      ).rejects.toThrow(/second_person|does not approve/);
    }
    await drop();
  });

  it('a code that was approved is retired, never taken out; one that was not is', async () => {
    await begin();
    const gone = await meryem.delete(
      `${motives}/items/sexual?revision=${await revision('motives')}`,
    );
    expect([gone.status, gone.body.code]).toEqual([409, 'lists.retire_instead']);
    expect(gone.body.detail ?? gone.body.title).toContain('sexual');
    await meryem
      .post(`${motives}/items`, {
        revision: await revision('motives'),
        code: 'Mistake',
        fr: 'Erreur',
        ar: 'خطأ',
        en: 'Mistake',
      })
      .expect(201);
    await meryem
      .delete(`${motives}/items/Mistake?revision=${await revision('motives')}`)
      .expect(200);
    await meryem
      .put(`${motives}/items/sexual`, {
        revision: await revision('motives'),
        fr: 'Motif sexuel',
        ar: 'دافع جنسي',
        en: 'Sexual motive',
        retired: true,
      })
      .expect(200);
    await mawa.transactions.run(meryem.actor, (tx) =>
      tx.query(`DELETE FROM list_items i USING list_versions v WHERE v.list = i.list AND v.version = i.version
        AND i.list = 'motives' AND v.state = 'draft' AND i.code = 'other'`),
    );
    expect((await describe_('motives', meryem)).status).toBe(200);
    await expect(
      mawa.transactions.run(ilyas.actor, (tx) =>
        tx.query(
          `UPDATE list_versions SET state = 'approved', approved_by = mawa_actor(), approved_at = mawa_now(), holds_from = mawa_day(mawa_now())
            WHERE list = 'motives' AND state = 'draft'`,
        ),
      ),
    ).rejects.toThrow(/retired, not taken out/);
    await drop();
  });

  it('what is wrong with a code is said beside its field, on the page and over the API alike', async () => {
    await begin();
    const path = '/lists/motives/draft/items';
    const add = async (more: object) =>
      meryem.post(`${motives}/items`, {
        revision: await revision('motives'),
        ...REVENGE,
        code: 'custom',
        ...more,
      });
    const cases: [object, string, string][] = [
      [{ code: 'sexual' }, 'code', 'lists.code_taken'],
      [{ code: 'deux mots' }, 'code', 'lists.code_shape'],
      [{ code: 'not_known' }, 'code', 'lists.code_reserved'],
      [{ fr: '' }, 'fr', 'lists.label_empty'],
      [{ ar: '   ' }, 'ar', 'lists.label_empty'],
      [{ en: 'Sexual motive' }, 'en', 'lists.label_taken'],
      [{ fr: 'x'.repeat(10_000) }, 'fr', 'common.too_long'],
      [{ ar: 'x\0' }, 'ar', 'common.broken_text'],
      [{ parent: 'nobody' }, 'parent', 'lists.parent_unknown'],
      [{ htcds: ['vic_MethodsOfControl=Other'] }, 'htcds', 'common.not_choice'],
    ];
    for (const [more, field, code] of cases) {
      const { status, body } = await add(more);
      const told = body.errors?.map((one: { field: string; code: string }) => [
        one.field,
        one.code,
      ]) ?? [[body.field ?? field, body.code]];
      expect([status, told]).toEqual([422, expect.arrayContaining([[field, code]])]);
    }
    const form = await meryem
      .submit(path, {
        revision: String(await revision('motives')),
        code: 'sexual',
        fr: '',
        ar: '',
        en: '',
      })
      .expect(422);
    expect(form.text).toContain('Le code « sexual » est déjà dans cette liste.');
    expect(form.text.match(/Écrivez les mots dans cette langue aussi/g)!.length).toBe(6);
    const dates = ['2026-11-23', '2026-02-30', 'demain', '1888-01-01', '12026-01-01', '2062-01-01'];
    for (const holdsFrom of dates) {
      expect([holdsFrom, (await describe_('motives', meryem, { holdsFrom })).status]).toEqual([
        holdsFrom,
        422,
      ]);
    }
    const short = await describe_('motives', meryem, { note: 'x', source: 'y' });
    expect(short.status).toBe(422);
    expect((await draftOf('motives')).revision).toBe(1);
    await drop();
  });

  it('says what the standards call a new code, or that they have no equivalent', async () => {
    const path = '/api/v1/lists/control_methods/draft';
    await begin('control_methods', agency);
    const item = { code: 'Surveillance', fr: 'Surveillance', ar: 'المراقبة', en: 'Surveillance' };
    const unsaid = await agency.post(`${path}/items`, {
      revision: await revision('control_methods'),
      ...item,
    });
    expect(
      unsaid.body.errors.map(({ field, code }: Record<string, string>) => [field, code]),
    ).toEqual([
      ['htcds', 'lists.equivalent_missing'],
      ['ctdc', 'lists.equivalent_missing'],
    ]);
    await agency
      .post(`${path}/items`, {
        revision: await revision('control_methods'),
        ...item,
        htcds: ['vic_MethodsOfControl=Other'],
        ctdc: ['none'],
      })
      .expect(201);
    const page = await agency.get('/lists/control_methods/draft/items/Surveillance').expect(200);
    expect(page.text).toMatch(/value="vic_MethodsOfControl&#x3D;Other" checked/);
    const { rows } = await mawa.admin.query(
      `SELECT standard, field, value FROM list_crosswalk WHERE code = 'Surveillance' ORDER BY standard`,
    );
    expect(rows).toEqual([
      { standard: 'ctdc', field: null, value: null },
      { standard: 'htcds', field: 'vic_MethodsOfControl', value: 'Other' },
    ]);
    await drop('control_methods', agency);
  });

  it('every code of the first edition is compared with both standards, in the database as well', async () => {
    const { rows } = await mawa.admin.query(
      `SELECT i.list, i.code, s.name FROM list_items i CROSS JOIN standards s WHERE i.version = 1
         AND NOT EXISTS (SELECT 1 FROM list_crosswalk c WHERE c.list = i.list AND c.version = 1 AND c.code = i.code AND c.standard = s.name)`,
    );
    expect(rows).toEqual([]);
    const { text } = await agency.get('/lists/motives').expect(200);
    expect(text).toContain('aucun équivalent');
    const purposes = await agency.get('/api/v1/lists/purposes').expect(200);
    expect(purposes.body.items[3]).toMatchObject({
      code: 'begging',
      crosswalk: {
        htcds: [{ field: 'vic_TypeOfExploitation', value: 'ForcedBegging' }],
        ctdc: [{ field: 'isOtherExploit', value: '1' }],
      },
    });
  });

  it('of two who begin at once one does; of two who write at once nobody is written over; of two who approve one does', async () => {
    const begun = await Promise.all([meryem.post(motives), ilyas.post(motives)]);
    expect(begun.map(({ status }) => status).sort()).toEqual([201, 409]);
    const at = await revision('motives');
    const writes = await Promise.all(
      [meryem, ilyas].map((who, place) =>
        who.post(`${motives}/items`, {
          revision: at,
          code: `own${place}`,
          fr: `fr${place}`,
          ar: `ar${place}`,
          en: `en${place}`,
        }),
      ),
    );
    expect(writes.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = writes.find(({ status }) => status === 409)!;
    expect(refused.body.code).toBe('lists.changed_meanwhile');
    const form = await ilyas
      .submit('/lists/motives/draft/items', {
        revision: String(at),
        ...REVENGE,
        code: 'late',
        fr: 'Tard',
        ar: 'متأخر',
        en: 'Late',
      })
      .expect(409);
    expect(form.text).toContain('value="Tard"');
    expect(form.text).toContain('cette version a changé depuis');
    expect((await describe_('motives', meryem)).status).toBe(200);
    const third = await mawa.signIn('commission_officer', { organisationId: commission });
    const fourth = await mawa.signIn('commission_officer', { organisationId: commission });
    const approval = { revision: await revision('motives') };
    const decided = await Promise.all(
      [third, fourth].map((who) => who.post(`${motives}/approval`, approval)),
    );
    expect(decided.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('a version that holds from a later day is chosen from then on, and not a day before', async () => {
    await begin();
    await meryem
      .post(`${motives}/items`, {
        revision: await revision('motives'),
        code: 'later',
        fr: 'Plus tard',
        ar: 'لاحقا',
        en: 'Later',
      })
      .expect(201);
    expect((await describe_('motives', meryem, { holdsFrom: '2027-01-01' })).status).toBe(200);
    await ilyas.post(`${motives}/approval`, { revision: await revision('motives') }).expect(200);
    expect(await codesToday('motives')).not.toContain('later');
    mawa.clock.set('2026-12-31T23:59:00Z');
    expect(await codesToday('motives')).not.toContain('later');
    mawa.clock.set('2027-01-01T00:00:00Z');
    expect(await codesToday('motives')).toContain('later');
    mawa.clock.set('2026-11-24T23:10:00Z');
  });

  it('the editor works by its pages alone: begin, add, move, retire, describe, approve', async () => {
    const owner = await mawa.signIn('programme_officer');
    const other = await mawa.signIn('programme_officer', { language: 'ar' });
    const page = '/lists/platforms/draft';
    await owner.submit(`${page}/start`, {}).expect(303);
    const now = async () => String(await revision('platforms'));
    const added = await owner
      .submit(`${page}/items`, {
        revision: await now(),
        code: 'Imo',
        fr: 'Imo',
        ar: 'إيمو',
        en: 'Imo',
        htcds: ['vic_RecruitmentWebsitesAndApps=Other'],
        retired: [],
      })
      .expect(303);
    expect(added.headers.location).toBe(page);
    await owner.submit(`${page}/items/Imo/move`, { revision: await now(), to: 'up' }).expect(303);
    await owner
      .submit(`${page}/items/QZone`, {
        revision: await now(),
        fr: 'QZone',
        ar: 'كيوزون (QZone)',
        en: 'QZone',
        retired: 'yes',
        htcds: ['vic_RecruitmentWebsitesAndApps=QZone', 'vic_ExploitationWebsitesAndApps=QZone'],
      })
      .expect(303);
    const refused = await owner
      .submit(`${page}/items/Viber/removal`, { revision: await now() })
      .expect(409);
    expect(refused.text).toContain('Marquez-le');
    const { source, licence } = await draftOf('platforms');
    await owner
      .submit(page, {
        revision: await now(),
        note: 'Imo est très utilisé',
        source,
        licence,
        holdsFrom: '',
      })
      .expect(303);
    const shown = await other.get(page).expect(200);
    expect(shown.text).toContain('Imo est très utilisé');
    const own = await owner.submit(`${page}/approval`, { revision: await now() });
    expect(own.status).toBe(403);
    await other.submit(`${page}/approval`, { revision: await now() }).expect(303);
    const { body } = await owner.get('/api/v1/lists/platforms').expect(200);
    const items = body.current.items as { code: string; retired: boolean }[];
    expect(items.slice(-2).map(({ code }) => code)).toEqual(['Imo', 'Other']);
    expect(items.find(({ code }) => code === 'QZone')!.retired).toBe(true);
    await owner.get(page).expect(404);
  });
});
