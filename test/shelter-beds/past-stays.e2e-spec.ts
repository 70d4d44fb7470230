import { ImportOnce } from '../../modules/imports';
import { insertPastStays } from '../../modules/shelter-beds/past-stays/past-stays.queries';
import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aPastStay, aShelter, aWoman, register, standsAt, type TestShelter } from './house';
import { closeNight } from './house-days';

const CSV = 'text/csv';
const HEAD = 'Dossier;Foyer;Chambre;Lit;Chambre pour;Arrivée;Départ;Motif';

describe('stays of before Mawa', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  let house: TestShelter;
  let shelter: string;
  const rows = async (sql: string, values: unknown[] = []) =>
    (await mawa.admin.query(sql, values)).rows;
  const count = async (): Promise<number> =>
    (await rows('SELECT count(*)::int AS n FROM past_stays'))[0].n;
  const send = (who: SignedIn, path: string, bytes: string | Buffer) => {
    const call = who.post(path, {});
    Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
    return call.type(CSV).send(Buffer.from(bytes) as never);
  };
  const bring = (who: SignedIn, ...lines: string[]) =>
    send(who, '/api/v1/imports/lists/past-stays', `${[HEAD, ...lines].join('\n')}\n`);
  const errorsOf = (body: { errors: { code: string; field: string }[] }) =>
    body.errors.map(({ code, field }) => `${field} ${code}`);
  const newPerson = async (): Promise<{ id: string; caseNumber: string }> =>
    (await register(mawa, leila.actor, [aWoman()]))[0]!;

  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    await openedGrant(mawa);
    leila = await mawa.signIn('reintegration_officer');
    house = await aShelter(mawa, { A: { beds: 3 } });
    shelter = (await rows('SELECT code_name FROM shelters WHERE id = $1', [house.id]))[0].code_name;
  });
  afterAll(() => mawa.stop());

  it('come in from a Windows-1256 file for people by their earlier numbers, marked as brought in and in no figure', async () => {
    // "رقم قبل مأوى" has its own heading; the names are Arabic in Windows-1256.
    const people = Buffer.concat([
      Buffer.from('Nom;Ancien numéro\n', 'latin1'),
      Buffer.from('d3c7d1c9', 'hex'),
      Buffer.from(';DT 2024/017\n'),
      Buffer.from('e3cde3cf', 'hex'),
      Buffer.from(';DT 2024/018\n'),
    ]);
    await send(leila, '/api/v1/imports/lists/people', people).expect(200);
    const { body } = await bring(
      leila,
      `dt-2024-017;${shelter};A;A1;femmes;03/01/2025;05/02/2025;`,
      `DT 2024/017;${shelter};;;;05/02/2025;06/02/2025;`,
      `DT 2024/018;${shelter};;;;03/01/2025;05/02/2025;`,
    ).expect(200);
    expect(body).toMatchObject({ rows: 3, imported: 3 });
    expect(body.notes[0]).toContain('dans aucun chiffre de nuits');
    const [stay] = await rows(
      `SELECT p.case_id AS "caseId", lower(nights)::text AS "from", upper(nights)::text AS until, bed_id AS bed, room_mix AS mix
         FROM past_stays p JOIN earlier_numbers e USING (case_id) WHERE e.number = 'DT 2024/017' ORDER BY nights LIMIT 1`,
    );
    expect(stay).toMatchObject({
      from: '2025-01-03',
      until: '2025-02-05',
      bed: house.rooms.A!.beds[0],
      mix: 'women',
    });
    expect(
      await rows(
        'SELECT count(*)::int AS n FROM bookings UNION ALL SELECT count(*)::int FROM ledger_entries',
      ),
    ).toEqual([{ n: 0 }, { n: 0 }]);
    const page = await leila.get(`/people/${stay.caseId}`).expect(200);
    expect(page.text).toContain('repris d’un fichier');
    expect(page.text).toContain(shelter);
  });

  it('are of the shelter, room and bed that pages show by that name; a name of two is refused', async () => {
    const nora = await newPerson();
    const other = await aShelter(mawa, { A: { beds: 1 } });
    const give = (table: string, id: string, names: object | null) =>
      rows(`UPDATE ${table} SET names = $2 WHERE id = $1`, [id, names]);
    await give('shelters', house.id, { ar: 'دار الأرز', en: 'Cedar House' });
    await give('rooms', house.rooms.A!.id, { ar: 'غرفة الياسمين' });
    await bring(
      leila,
      `${nora.caseNumber};دار الأرز;غرفة الياسمين;A3;;01/02/2024;03/02/2024;`,
      `${nora.caseNumber};cedar house;A;A3;;03/02/2024;05/02/2024;`,
    ).expect(200);
    expect(
      await rows(
        'SELECT DISTINCT shelter_id AS id, bed_id AS bed FROM past_stays WHERE case_id = $1',
        [nora.id],
      ),
    ).toEqual([{ id: house.id, bed: house.rooms.A!.beds[2] }]);
    await give('shelters', other.id, { fr: 'Cedar House' });
    const { body } = await bring(
      leila,
      `${nora.caseNumber};Cedar House;;;;01/03/2024;03/03/2024;`,
    ).expect(422);
    expect(errorsOf(body)).toEqual(['rows.2.shelter stays.past_two_shelters']);
    await give('shelters', house.id, null);
    await give('rooms', house.rooms.A!.id, null);
  });

  it('are refused by row with every reason, by kind, and nothing is written', async () => {
    const sara = await newPerson();
    const nora = await newPerson();
    await aPastStay(mawa, {
      bedId: house.rooms.A!.beds[2]!,
      caseId: nora.id,
      nights: '[2026-05-01,2026-05-10)',
    });
    await bring(leila, `${sara.caseNumber};${shelter};;;;01/03/2025;01/04/2025;`).expect(200);
    const before = await count();
    const lines = [
      `${sara.caseNumber};${shelter};;;;31/03/2025;02/04/2025;`,
      `${nora.caseNumber};${shelter};;;;09/05/2026;12/05/2026;`,
      `${nora.caseNumber};${shelter};;;;01/06/2025;10/06/2025;`,
      `${nora.caseNumber};${shelter};;;;09/06/2025;11/06/2025;`,
      `XX-1;Nulle part;;;;01/06/2025;10/06/2025;sur la lune`,
      `${sara.caseNumber};${shelter};;Z9;;10/06/2025;10/06/2025;`,
      `;${shelter};;;nuage;2025;32/01/2025;`,
      `${sara.caseNumber};${shelter};A;A3;;05/05/2026;06/05/2026;`,
      `${sara.caseNumber};${shelter};;;;01/07/2025;10/12/2026;`,
    ];
    const { body } = await bring(leila, ...lines).expect(422);
    expect(errorsOf(body)).toEqual([
      'rows.2.arrivedOn stays.past_brought_before',
      'rows.3.arrivedOn stays.past_in_mawa',
      'rows.5.arrivedOn stays.past_overlap',
      'rows.6.person stays.past_person',
      'rows.6.shelter stays.past_shelter',
      'rows.6.destination stays.past_destination',
      'rows.7.leftOn stays.past_no_night',
      'rows.8.person common.required',
      'rows.8.arrivedOn imports.not_a_date',
      'rows.8.leftOn imports.not_a_date',
      'rows.8.roomMix imports.not_choice',
      'rows.9.bed stays.past_bed_taken',
      'rows.10.leftOn stays.past_in_future',
    ]);
    expect(await count()).toBe(before);

    const { body: run } = await send(
      leila,
      '/api/v1/imports/lists/past-stays/runs',
      `${[HEAD, ...lines].join('\n')}\n`,
    ).expect(201);
    const { body: seen } = await leila.get(`/api/v1/imports/runs/${run.id}`).expect(200);
    await leila
      .post(`/api/v1/imports/runs/${run.id}/columns`, { columns: seen.sketch.columns })
      .expect(200);
    const page = await leila.get(`/imports/${run.id}`).expect(200);
    for (const kind of [
      'Nuits en double dans le fichier',
      'Nuits déjà reprises d’un fichier',
      'Nuits déjà dans Mawa',
      'Lit déjà occupé',
      'Personne, maison, lit ou destination inconnu',
    ])
      expect(page.text).toContain(kind);
  });

  it('with a night that is closed in Mawa are not brought in: the figures of that night stay', async () => {
    const { caseNumber } = await newPerson();
    await closeNight(mawa, '2026-11-01');
    const kept = await rows('SELECT * FROM night_counts ORDER BY id');
    const { body } = await bring(
      leila,
      `${caseNumber};${shelter};;;;30/10/2026;02/11/2026;`,
    ).expect(422);
    expect(errorsOf(body)).toEqual(['rows.2.leftOn stays.past_closed_night']);
    await bring(leila, `${caseNumber};${shelter};;;;30/10/2026;01/11/2026;`).expect(200);
    expect(await rows('SELECT * FROM night_counts ORDER BY id')).toEqual(kept);
  });

  it('keep their nights: no booking is entered over them afterwards, also by two at once', async () => {
    const { id, caseNumber } = await newPerson();
    await bring(leila, `${caseNumber};${shelter};A;A2;;01/03/2024;01/04/2024;`).expect(200);
    const bed = house.rooms.A!.beds[1]!;
    await expect(
      aPastStay(mawa, {
        bedId: house.rooms.A!.beds[0]!,
        caseId: id,
        nights: '[2025-03-10,2025-03-12)',
      }),
    ).resolves.toBeDefined();
    await expect(
      mawa.admin.query('SELECT 1 FROM past_stays WHERE bed_id = $1', [bed]),
    ).resolves.toMatchObject({ rowCount: 1 });
    const other = await newPerson();
    const [{ id: shelterId }] = await rows('SELECT id FROM shelters WHERE id = $1', [house.id]);
    const stay = {
      id: '3f2c7a52-0a44-4a9e-9d2f-6a1f6f1b2c01',
      caseId: other.id,
      shelterId,
      bedId: null,
      roomMix: null,
      arrivedOn: '2025-07-01',
      leftOn: '2025-07-05',
      destination: null,
    };
    // The booking waits for the import, and is then refused.
    const booking = mawa.transactions.run(leila.actor, async (tx) => {
      await tx.query('SELECT place FROM past_stay_conflicts($1, $2, $3, $4)', [
        [stay.caseId],
        [null],
        [stay.arrivedOn],
        [stay.leftOn],
      ]);
      await insertPastStays(tx, [stay], 1);
      const late = aPastStay(mawa, {
        bedId: house.rooms.A!.beds[0]!,
        caseId: other.id,
        nights: '[2025-07-04,2025-07-06)',
      }).then(
        () => 'booked',
        (error: { constraint?: string }) => error.constraint,
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { late };
    });
    expect(await (await booking).late).toBe('bookings_apart_from_past_stays');
  });

  it('are taken back as a whole', async () => {
    const { caseNumber } = await newPerson();
    const before = await count();
    const { body } = await bring(
      leila,
      `${caseNumber};${shelter};;;;01/03/2023;01/04/2023;`,
      `${caseNumber};${shelter};;;;01/05/2023;01/06/2023;`,
    ).expect(200);
    expect(await count()).toBe(before + 2);
    await leila.delete(`/api/v1/imports/runs/${body.runId}`).expect(200);
    expect(await count()).toBe(before);
  });

  it('are brought in by officers and supervisors for people whose care they write, and by nobody else', async () => {
    const { caseNumber } = await newPerson();
    const line = `${caseNumber};${shelter};;;;01/03/2022;01/04/2022;`;
    for (const role of ['administrator', 'shelter_manager', 'finance_officer'] as const)
      await bring(await mawa.signIn(role), line).expect(404);
    await bring(await mawa.signIn('hotline_operator'), line).expect(403);
    const stranger = await mawa.signIn('case_supervisor');
    const { body } = await bring(stranger, line).expect(422);
    expect(errorsOf(body)).toEqual(['rows.2.person stays.past_person']);
    await expect(
      mawa.transactions.run(stranger.actor, (tx) =>
        tx.query('SELECT place FROM past_stay_conflicts($1, $2, $3, $4)', [
          ['00000000-0000-4000-8000-0000000000aa'],
          [null],
          ['2022-03-01'],
          ['2022-03-02'],
        ]),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('of 20,000 rows come in with progress', async () => {
    const numbers: string[] = [];
    for (let each = 0; each < 4; each += 1)
      numbers.push(
        ...(
          await register(
            mawa,
            leila.actor,
            Array.from({ length: 25 }, () => aWoman()),
            false,
          )
        ).map(({ caseNumber }) => caseNumber),
      );
    const day = (offset: number): string =>
      new Date(Date.UTC(2001, 0, 1 + offset)).toISOString().slice(0, 10);
    const lines = numbers.flatMap((number) =>
      Array.from(
        { length: 200 },
        (_, place) => `${number};${shelter};;;;${day(place * 40)};${day(place * 40 + 30)};`,
      ),
    );
    const seen: number[] = [];
    const before = await count();
    const done = await mawa.app
      .get(ImportOnce)
      .run(leila.actor, 'past-stays', Buffer.from(`${[HEAD, ...lines].join('\n')}\n`), {
        onProgress: (at) => seen.push(at),
      });
    expect(done).toMatchObject({ rows: 20_000, imported: 20_000, errors: [] });
    expect(seen).toEqual(Array.from({ length: 10 }, (_, place) => (place + 1) * 2_000));
    expect(await count()).toBe(before + 20_000);
  });
});
