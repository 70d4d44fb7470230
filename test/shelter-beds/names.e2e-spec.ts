import { type SignedIn, startApp, type TestApp } from '../support/app';
import { aShelter, standsAt, type TestShelter } from './house';

const HOUSE = 'دار الأطلس';
const ROOM = 'غرفة الياسمين';

describe('the names of a shelter and its rooms in each language', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  let shelter: TestShelter;
  let room: string;
  let plain: string;
  const as = (
    language: 'fr' | 'ar' | 'en',
    role: Parameters<TestApp['signIn']>[0] = 'administrator',
  ) => mawa.signIn(role, { language, shelterIds: [shelter.id] });
  const text = async (who: SignedIn, path: string) => (await who.get(path).expect(200)).text;

  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    admin = await mawa.signIn('administrator');
    shelter = await aShelter(mawa, { Jasmin: { beds: 2 } });
    room = shelter.rooms.Jasmin!.id;
    plain = (await mawa.admin.query('SELECT code_name FROM shelters WHERE id = $1', [shelter.id]))
      .rows[0].code_name;
    const named = { names: { ar: HOUSE, fr: 'Maison Atlas' } };
    await admin.put(`/api/v1/shelters/${shelter.id}/names`, named).expect(204);
    await admin.put(`/api/v1/rooms/${room}/names`, { names: { ar: ` ${ROOM} ` } }).expect(204);
  });
  afterAll(() => mawa.stop());

  it.each([
    ['the bed board', '/beds'],
    ['the beds free tonight', '/beds/tonight'],
    ['the sheet that is printed', '/beds/sheet?shelter=SHELTER'],
    ['the first page of its managers', '/'],
    ['the roll of the house', '/house/SHELTER/roll'],
    ['the arrivals of the house', '/house/SHELTER/movements'],
    ['the inventory', '/admin/shelters'],
  ])('stand on %s, in the language of the page', async (_, path) => {
    const at = path.replace('SHELTER', shelter.id);
    const role = path.startsWith('/admin') ? 'administrator' : 'shelter_manager';
    const [arabic, french, english] = [
      await text(await as('ar', role), at),
      await text(await as('fr', role), at),
      await text(await as('en', role), at),
    ];
    expect(arabic).toContain(HOUSE);
    expect(arabic).not.toContain('Maison Atlas');
    expect(french).toContain('Maison Atlas');
    expect(french).not.toContain(HOUSE);
    expect(english).toContain(plain);
    expect(english).not.toContain('Maison Atlas');
  });

  it('of a room stand beside its beds, on the board and on the page of the room', async () => {
    const arabic = await as('ar', 'shelter_manager');
    for (const path of ['/beds', `/beds/sheet?shelter=${shelter.id}`, `/admin/rooms/${room}`]) {
      expect(await text(arabic, path)).toContain(ROOM);
      expect(await text(await as('fr', 'shelter_manager'), path)).not.toContain(ROOM);
    }
  });

  it('are not what a program reads: it gets the name itself, in each language', async () => {
    for (const language of ['ar', 'fr'] as const) {
      const who = await as(language);
      const { body } = await who.get('/api/v1/shelters').expect(200);
      expect(body).toEqual([
        expect.objectContaining({
          codeName: plain,
          names: { ar: HOUSE, fr: 'Maison Atlas' },
          rooms: [expect.objectContaining({ name: 'Jasmin', names: { ar: ROOM } })],
        }),
      ]);
      const manager = await as(language, 'shelter_manager');
      const board = await manager.get('/api/v1/beds/board').expect(200);
      expect(JSON.stringify(board.body)).toContain(plain);
      expect(JSON.stringify(board.body)).not.toContain(HOUSE);
    }
  });

  it('are found by the search in each language and by the name itself', async () => {
    const french = await as('fr', 'shelter_manager');
    const found = async (q: string) =>
      (await french.submit('/search/part', { q }).expect(200)).text;
    for (const q of ['الأطلس', 'atlas', plain]) {
      expect(await found(q)).toContain(`/beds?shelter&#x3D;${shelter.id}`);
      expect(await found(q)).toContain('Maison Atlas');
    }
    expect(await found('الياسمين')).toContain('Jasmin');
  });

  it('are in the pickers of forms', async () => {
    const arabic = await as('ar', 'shelter_manager');
    expect(await text(arabic, '/beds/waiting')).toContain(`>${HOUSE}<`);
    expect(await text(await as('ar'), `/admin/users/${admin.actor.userId}`)).toContain(HOUSE);
  });

  it('are entered in a form of the page of the house and of the room, which shows them', async () => {
    const house = `/admin/shelters/${shelter.id}`;
    expect(await text(admin, house)).toMatch(
      new RegExp(`name="names.ar"[^>]*value="${HOUSE}"[^>]*dir="rtl" lang="ar"`),
    );
    const sent = { 'names.ar': HOUSE, 'names.fr': 'Maison Atlas', 'names.en': 'Atlas House' };
    await admin.submit(`${house}/names`, sent).expect(303);
    expect(await text(await as('en'), house)).toContain('Atlas House');
    await admin.submit(`${house}/names`, { ...sent, 'names.en': '' }).expect(303);
    expect(await text(await as('en'), house)).not.toContain('Atlas House');
    expect(await text(admin, `/admin/rooms/${room}`)).toContain(`value="${ROOM}"`);
    await admin.submit(`/admin/rooms/${room}/names`, { 'names.ar': ROOM }).expect(303);
  });

  it('are refused beside their field where they are too long or in another language', async () => {
    const long = { 'names.ar': 'ا'.repeat(61) };
    for (const path of [`/admin/shelters/${shelter.id}/names`, `/admin/rooms/${room}/names`]) {
      const { text: page } = await admin.submit(path, long).expect(422);
      expect(page).toContain('id="e-names.ar"');
      expect(page).toMatch(/<details[^>]*id="names" open>/);
    }
    const { body } = await admin
      .put(`/api/v1/shelters/${shelter.id}/names`, { names: { es: 'Casa' } })
      .expect(422);
    expect(body.errors).toMatchObject([{ field: 'names.es', code: 'common.unknown_field' }]);
    for (const table of ['shelters', 'rooms'])
      await expect(
        mawa.admin.query(`UPDATE ${table} SET names = $1`, [{ fr: 'x'.repeat(61) }]),
      ).rejects.toMatchObject({ code: '23514' });
  });

  it('are entered with a new house and a new room', async () => {
    const { body: house } = await admin
      .post('/api/v1/shelters', {
        codeName: 'Maison Cèdre',
        names: { ar: 'دار الأرز' },
        region: '04',
        kind: 'emergency',
        receives: ['woman'],
      })
      .expect(201);
    const given = { name: 'Lilas', names: { ar: 'الليلك' }, mix: 'women' };
    await admin.post(`/api/v1/shelters/${house.id}/rooms`, given).expect(201);
    const { rows } = await mawa.admin.query(
      'SELECT s.names AS house, r.names AS room FROM shelters s JOIN rooms r ON r.shelter_id = s.id WHERE s.id = $1',
      [house.id],
    );
    expect(rows).toEqual([{ house: { ar: 'دار الأرز' }, room: { ar: 'الليلك' } }]);
  });

  describe('are of one house, and of one room of a house', () => {
    const newHouse = (codeName: string, names: object | null = null) =>
      admin.post('/api/v1/shelters', {
        codeName,
        names,
        region: '04',
        kind: 'emergency',
        receives: ['woman'],
      });
    const nameHouse = (id: string, names: object) =>
      admin.put(`/api/v1/shelters/${id}/names`, { names });
    const nameRoom = (id: string, names: object) =>
      admin.put(`/api/v1/rooms/${id}/names`, { names });
    const newRoom = (house: string, name: string, names: object | null = null) =>
      admin.post(`/api/v1/shelters/${house}/rooms`, { name, names, mix: 'women' });
    const ids: Record<string, string> = {};
    beforeAll(async () => {
      ids.one = (await newHouse('Sapin', { ar: 'دار الصنوبر' }).expect(201)).body.id;
      ids.two = (await newHouse('Platane').expect(201)).body.id;
      ids.first = (await newRoom(ids.one!, 'Bleue', { ar: 'غرفة 1' }).expect(201)).body.id;
      ids.second = (await newRoom(ids.one!, 'Verte').expect(201)).body.id;
    });

    it.each([
      ['the name of that language', { ar: 'دار الصنوبر' }, 'names.ar'],
      ['the same in other letters', { ar: 'دَار ٱلصنوبر' }, 'names.ar'],
      ['the one name where the other has none', { en: 'sapin' }, 'names.en'],
      ['the one name that exports show', { ar: 'Sapin' }, 'names.ar'],
    ])('a house is not shown as another: %s', async (_, names, field) => {
      for (const answer of [await nameHouse(ids.two!, names), await newHouse('Hêtre', names)])
        expect([answer.status, answer.body.code, answer.body.errors[0].field]).toEqual([
          409,
          'beds.house_shown_alike',
          field,
        ]);
    });

    it('a new house has no code name that another is shown by', async () => {
      for (const [name, code] of [
        ['دار الصنوبر', 'beds.house_shown_alike'],
        ['sapin', 'beds.code_name_taken'],
        ['Sapin', 'beds.code_name_taken'],
      ] as const) {
        const { status, body } = await newHouse(name);
        expect([status, body.code, body.errors[0].field]).toEqual([409, code, 'codeName']);
      }
    });

    it('a room is not shown as another of its house; of another house it may', async () => {
      for (const names of [{ ar: 'غرفة ١' }, { fr: 'bleue' }]) {
        const [field] = Object.keys(names);
        for (const answer of [
          await nameRoom(ids.second!, names),
          await newRoom(ids.one!, 'Rose', names),
        ])
          expect([answer.status, answer.body.code, answer.body.errors[0].field]).toEqual([
            409,
            'beds.room_shown_alike',
            `names.${field}`,
          ]);
      }
      const { body } = await newRoom(ids.one!, 'غرفة 1').expect(409);
      expect(body.errors[0]).toMatchObject({ field: 'name', code: 'beds.room_shown_alike' });
      await newRoom(ids.two!, 'Bleue', { ar: 'غرفة 1' }).expect(201);
    });

    it('their own names stay theirs, and a name of another language may be the same', async () => {
      await nameHouse(ids.one!, { ar: 'دار الصنوبر', fr: 'Sapin' }).expect(204);
      await nameRoom(ids.first!, { ar: 'غرفة 1', en: 'Blue' }).expect(204);
      await nameRoom(ids.second!, { fr: 'Blue' }).expect(204);
    });

    it.each(['fr', 'ar', 'en'] as const)(
      'the form says so beside the field, in %s',
      async (language) => {
        const words = { fr: 'déjà montrée', ar: 'من قبل', en: 'shown by this name already' };
        for (const [path, field, sent] of [
          [`/admin/shelters/${ids.two}/names`, 'names.ar', 'دار الصنوبر'],
          [`/admin/rooms/${ids.second}/names`, 'names.ar', 'غرفة 1'],
        ] as const) {
          const { text: page } = await (
            await as(language)
          )
            .submit(path, { [field]: sent })
            .expect(409);
          expect(page).toMatch(new RegExp(`id="e-${field}"[^]{0,900}?${words[language]}`));
          expect(page).toContain(`value="${sent}"`);
          expect(page).toMatch(/<details[^>]*id="names" open>/);
        }
      },
    );

    it('of two at once who give one name, one is refused: two houses, two rooms, a new one and an old', async () => {
      const colleague = await mawa.signIn('administrator');
      const refused = async (calls: PromiseLike<{ status: number }>[]) =>
        (await Promise.all(calls)).map(({ status }) => status).filter((status) => status === 409);
      for (let turn = 0; turn < 5; turn += 1) {
        const names = { ar: `دار ${turn}` };
        expect(
          await refused([
            nameHouse(ids.one!, names),
            colleague.put(`/api/v1/shelters/${ids.two}/names`, { names }),
          ]),
        ).toHaveLength(1);
        const rooms = { ar: `قاعة ${turn}` };
        expect(
          await refused([
            nameRoom(ids.first!, rooms),
            colleague.put(`/api/v1/rooms/${ids.second}/names`, { names: rooms }),
          ]),
        ).toHaveLength(1);
        const fresh = { fr: `Salle ${turn}` };
        expect(
          await refused([
            nameRoom(ids.first!, fresh),
            colleague.post(`/api/v1/shelters/${ids.one}/rooms`, {
              name: `Neuve ${turn}`,
              names: fresh,
              mix: 'women',
            }),
          ]),
        ).toHaveLength(1);
      }
      const { rows } = await mawa.admin.query(
        `SELECT localized_name(code_name, names) AS shown FROM shelters, set_config('mawa.language', 'ar', false)
          WHERE active GROUP BY 1 HAVING count(*) > 1`,
      );
      await mawa.admin.query('RESET "mawa.language"');
      expect(rows).toEqual([]);
    });
  });

  describe('are understood in a file of beds as pages show them', () => {
    const bring = (...lines: string[]) => {
      const call = admin.post('/api/v1/imports/lists/beds', {});
      Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
      const head = 'Maison;Chambre;Lit;Pour qui;Région;Type de maison;Accueille';
      return call.type('text/csv').send(Buffer.from(`${[head, ...lines].join('\n')}\n`) as never);
    };
    const houses = async () =>
      (await mawa.admin.query('SELECT count(*)::int AS n FROM shelters')).rows[0].n;
    const where = 'women;Oriental;emergency;woman';

    it('so that no second house or room is opened', async () => {
      const before = await houses();
      const { body } = await bring(
        `${HOUSE};${ROOM};7;;;;`,
        `maison atlas;Jasmin;8;;;;`,
        `${plain};غرفة جديدة;9;${where}`,
        `${HOUSE};غرفة جديدة;10;;;;`,
      ).expect(200);
      expect(body).toMatchObject({ imported: 4 });
      expect(await houses()).toBe(before);
      const { rows } = await mawa.admin.query(
        `SELECT r.name, array_agg(b.label ORDER BY length(b.label), b.label) AS beds
           FROM rooms r JOIN beds b ON b.room_id = r.id WHERE r.shelter_id = $1 GROUP BY r.id ORDER BY r.name`,
        [shelter.id],
      );
      expect(rows).toEqual([
        { name: 'Jasmin', beds: ['7', '8', 'Jasmin1', 'Jasmin2'] },
        { name: 'غرفة جديدة', beds: ['9', '10'] },
      ]);
    });

    it('and a row that says otherwise of a room by another of its house’s names is refused', async () => {
      const { body } = await bring(
        `${HOUSE};Dorée;1;women;;;`,
        `Maison Atlas;dorée;2;men;;;`,
      ).expect(422);
      expect(body.errors).toMatchObject([{ code: 'inventory.rows_disagree', field: 'rows.3.mix' }]);
    });

    it('but for a name that two houses or two rooms of a house have: the row is refused', async () => {
      const give = (table: string, id: string, names: object | null) =>
        mawa.admin.query(`UPDATE ${table} SET names = $2 WHERE id = $1`, [id, names]);
      const other = await aShelter(mawa, { Haute: { beds: 1 }, Basse: { beds: 1 } });
      // As rows of before the rule, or names of two languages.
      await give('shelters', other.id, { en: HOUSE });
      await give('rooms', other.rooms.Haute!.id, { fr: 'Salle', ar: 'قاعة' });
      await give('rooms', other.rooms.Basse!.id, { en: 'Salle' });
      const otherName = (
        await mawa.admin.query('SELECT code_name FROM shelters WHERE id = $1', [other.id])
      ).rows[0].code_name;
      const before = await houses();
      const { body } = await bring(
        `${HOUSE};Jasmin;11;;;;`,
        `${otherName};salle;12;;;;`,
        `${otherName};قاعة;13;;;;`,
      ).expect(422);
      expect(body.errors).toMatchObject([
        { code: 'inventory.two_houses', field: 'rows.2.shelter' },
        { code: 'inventory.two_rooms', field: 'rows.3.room' },
      ]);
      expect(await houses()).toBe(before);
      await give('shelters', other.id, null);
    });
  });

  it('are changed by those who manage shelters alone, of houses and rooms that there are', async () => {
    const manager = await as('fr', 'shelter_staff');
    const names = { names: { fr: 'Autre' } };
    await manager.put(`/api/v1/shelters/${shelter.id}/names`, names).expect(403);
    await manager.put(`/api/v1/rooms/${room}/names`, names).expect(403);
    const nowhere = '00000000-0000-4000-8000-0000000000aa';
    await admin.put(`/api/v1/shelters/${nowhere}/names`, names).expect(404);
    await admin.put(`/api/v1/rooms/${nowhere}/names`, names).expect(404);
  });

  it('are recorded by the field, without the names', async () => {
    const { rows } = await mawa.admin.query(
      `SELECT action, fields, body FROM audit_log WHERE action IN ('shelters.name', 'shelters.name_room') ORDER BY seq`,
    );
    expect(rows.slice(0, 2)).toMatchObject([
      { action: 'shelters.name', fields: ['names'] },
      { action: 'shelters.name_room', fields: ['names'] },
    ]);
    expect(JSON.stringify(rows)).not.toContain(HOUSE);
  });

  it('are all looked for in texts that leave the programme', async () => {
    await mawa.admin.query('BEGIN');
    await mawa.admin.query(
      `SELECT set_config('mawa.actor', '00000000-0000-4000-8000-000000000006', true)`,
    );
    const { rows } = await mawa.admin.query(
      `SELECT name FROM scan_shelters($1, 'referral') WHERE shelter_id = $1 ORDER BY name`,
      [shelter.id],
    );
    await mawa.admin.query('ROLLBACK');
    expect(rows.map(({ name }) => name).sort()).toEqual(['Maison Atlas', plain, HOUSE].sort());
  });
});
