import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aShelter, type TestShelter } from './house';
import { comesToStay, timeIs, type Stay } from './house-days';

describe('a day in the house', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let staff: SignedIn;
  let stranger: SignedIn;
  let supervisor: SignedIn;
  let she: Stay;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    await timeIs(mawa, '2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 4 } });
    const other = await aShelter(mawa, { Z: { beds: 1 } });
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    stranger = await mawa.signIn(['shelter_manager', 'shelter_staff'], { shelterIds: [other.id] });
    she = await comesToStay(mawa, { officer, manager }, house.rooms.A!.beds[0]!);
  });
  afterAll(() => mawa.stop());

  const register = async () =>
    (await staff.get(`/api/v1/houses/${house.id}/register`).expect(200)).body;
  const seen = (who: SignedIn, table: string) =>
    mawa.transactions.run(who.actor, (tx) => tx.query(`SELECT 1 FROM ${table}`));

  it('who goes out and comes back, without a reason; two presses are one outing', async () => {
    expect((await register()).inside).toHaveLength(1);
    const { body } = await staff
      .post(`/api/v1/bookings/${she.id}/outings`, { backBy: '2026-11-24T22:00:00Z' })
      .expect(201);
    const twice = await manager.post(`/api/v1/bookings/${she.id}/outings`);
    expect([twice.status, twice.body.code]).toEqual([409, 'house.is_out_already']);
    await timeIs(mawa, '2026-11-24T22:30:00Z');
    const { inside, out } = await register();
    expect([inside.length, out[0].late]).toEqual([0, true]);
    const page = await staff.get(`/house/${house.id}/register`).expect(200);
    expect(page.text).toContain('Plus tard que prévu');
    await staff.post(`/api/v1/outings/${body.id}/return`).expect(201);
    await staff.post(`/api/v1/outings/${body.id}/return`).expect(201);
    expect((await register()).out).toEqual([]);
    await stranger.post(`/api/v1/bookings/${she.id}/outings`).expect(404);
    await officer.post(`/api/v1/bookings/${she.id}/outings`).expect(403);
  });

  it('whoever goes out says by the clock when they are back: tonight, or tomorrow where the hour is past', async () => {
    const outings = `/house/stays/${she.id}/outings`;
    const backBy = async () => (await register()).out[0].backBy as string;
    const comesBack = async () => {
      const { out } = await register();
      await staff.post(`/api/v1/outings/${out[0].outingId}/return`).expect(201);
    };
    await timeIs(mawa, '2026-11-24T20:00:00Z');
    await staff.submit(outings, { backAt: '22:30' }).expect(303);
    expect(await backBy()).toBe('2026-11-24T22:30:00.000Z');
    await comesBack();
    await staff.submit(outings, { backAt: '07:15' }).expect(303);
    expect(await backBy()).toBe('2026-11-25T07:15:00.000Z');
    await comesBack();
    await staff.submit(outings, { backAt: '' }).expect(303);
    expect(await backBy()).toBeNull();
    await comesBack();
    const api = `/api/v1/bookings/${she.id}/outings`;
    for (const wrong of [
      { backAt: 'ce soir' },
      { backAt: '25:00' },
      { backBy: '2026-W48' },
      { backBy: '2026-11-24T10:00:00Z' },
    ])
      await staff.post(api, wrong).expect(422);
    expect((await register()).out).toEqual([]);
  });

  it('a visitor is signed in and out; the name is sealed and read in this house alone', async () => {
    const visit = (body: object) =>
      staff.post(`/api/v1/houses/${house.id}/visits`, body, 'visit-0001');
    const { body } = await visit({ purpose: 'legal', who: 'Maître Zhoura' }).expect(201);
    expect((await visit({ purpose: 'legal', who: 'Maître Zhoura' })).body).toEqual(body);
    expect((await register()).visitors).toMatchObject([
      { who: 'Maître Zhoura', labels: { fr: 'Avocat ou interprète' } },
    ]);
    const { rows } = await mawa.admin.query(
      `SELECT encode(sealed, 'escape') LIKE '%Zhoura%' AS told FROM house_visit_texts`,
    );
    expect(rows).toEqual([{ told: false }]);
    await stranger.get(`/api/v1/houses/${house.id}/register`).expect(404);
    await stranger.post(`/api/v1/visits/${body.id}/end`).expect(404);
    expect(await seen(stranger, 'house_visits')).toEqual([]);
    expect(await seen(stranger, `keys.record_keys WHERE kind = 'visit'`)).toEqual([]);
    await staff.post(`/api/v1/visits/${body.id}/end`).expect(201);
    expect((await register()).visitors).toEqual([]);
  });

  it('each visitor who is still in the house is listed', async () => {
    const signedIn: string[] = [];
    for (let visitor = 0; visitor < 31; visitor += 1) {
      const visit = { purpose: 'legal', who: `Visiteuse ${visitor}` };
      const { body } = await staff.post(`/api/v1/houses/${house.id}/visits`, visit).expect(201);
      signedIn.push(body.id);
    }
    expect((await register()).visitors).toHaveLength(31);
    for (const id of signedIn) await staff.post(`/api/v1/visits/${id}/end`).expect(201);
  });

  it('an incident: sealed, people linked and not named, told to the managers and, when critical, to supervisors', async () => {
    const incident = {
      kind: 'threat',
      severity: 'critical',
      text: 'un homme attend devant la porte',
      caseIds: [she.caseId],
    };
    const refused = await staff.post(`/api/v1/houses/${house.id}/incidents`, {
      ...incident,
      happenedAt: '2026-11-25T10:00:00Z',
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'house.happened_when']);
    const { body } = await staff.post(`/api/v1/houses/${house.id}/incidents`, incident).expect(201);
    const id = body.id as string;
    const { rows } = await mawa.admin.query(
      `SELECT for_user FROM tasks WHERE kind = 'incident_to_read' AND subject_id = $1`,
      [id],
    );
    expect(rows.map(({ for_user }) => for_user as string).sort()).toEqual(
      [manager.actor.userId, supervisor.actor.userId].sort(),
    );
    for (const who of [staff, manager, supervisor, officer]) {
      const shown = await who.get(`/api/v1/incidents/${id}`).expect(200);
      expect(shown.body.notes[0].text).toBe(incident.text);
    }
    const shown = await supervisor.get(`/api/v1/incidents/${id}`);
    expect(shown.body.linked).toEqual([]); // of whom she holds nothing
    await stranger.get(`/api/v1/incidents/${id}`).expect(404);
    await stranger.get(`/api/v1/houses/${house.id}/incidents`).expect(404);
    for (const table of ['incidents', 'incident_people', 'incident_notes']) {
      expect([table, await seen(stranger, table)]).toEqual([table, []]);
    }
    expect(await seen(stranger, `keys.record_keys WHERE kind = 'incident'`)).toEqual([]);
    await staff.post(`/api/v1/incidents/${id}/notes`, { text: 'la police est passée' }).expect(201);
    await staff.post(`/api/v1/incidents/${id}/closing`, {}).expect(403);
    await manager.post(`/api/v1/incidents/${id}/closing`, { text: 'parti' }).expect(201);
    const closed = await manager.post(`/api/v1/incidents/${id}/notes`, { text: 'encore' });
    expect([closed.status, closed.body.code]).toEqual([409, 'house.incident_is_closed']);
  });

  describe('the severity of an incident', () => {
    const minor = { kind: 'health', severity: 'minor', text: 'fièvre depuis ce matin' };
    const begun = async (by = staff): Promise<string> =>
      (await by.post(`/api/v1/houses/${house.id}/incidents`, minor).expect(201)).body.id as string;
    const told = async (id: string) => {
      const { rows } = await mawa.admin.query<{ who: string }>(
        `SELECT for_user AS who FROM tasks WHERE kind = 'incident_to_read' AND subject_id = $1 ORDER BY 1`,
        [id],
      );
      return rows.map(({ who }) => who);
    };
    const raise = (who: SignedIn, id: string, severity: string, text?: string) =>
      who.post(`/api/v1/incidents/${id}/notes`, { severity, ...(text && { text }) });

    it('is raised with a note, told as a new one is, and never lowered', async () => {
      const id = await begun();
      expect(await told(id)).toEqual([]);
      await supervisor.get(`/api/v1/incidents/${id}`).expect(404);
      expect((await raise(staff, id, 'serious')).status).toBe(422);
      await raise(staff, id, 'serious', 'à l’hôpital').expect(201);
      expect(await told(id)).toEqual([manager.actor.userId]);
      await raise(manager, id, 'critical', 'dans le coma').expect(201);
      const both = [manager.actor.userId, supervisor.actor.userId].sort();
      expect(await told(id)).toEqual(both);
      const { body } = await supervisor.get(`/api/v1/incidents/${id}`).expect(200);
      expect(body).toMatchObject({
        severity: 'critical',
        raised: [
          { severity: 'serious', by: staff.actor.name },
          { severity: 'critical', by: manager.actor.name },
        ],
      });
      for (const severity of ['minor', 'serious', 'critical']) {
        const refused = await raise(staff, id, severity, 'mieux');
        expect([refused.status, refused.body.errors[0].code]).toEqual([
          422,
          'house.severity_is_raised',
        ]);
      }
      await raise(stranger, id, 'critical', 'rien').expect(404);
      await raise(supervisor, id, 'critical', 'rien').expect(403);
      await expect(
        mawa.admin.query(
          `INSERT INTO incident_severities (incident_id, from_severity, to_severity, by, at)
           VALUES ($1, 'critical', 'minor', $2, '2026-11-24T23:10:00Z')`,
          [id, staff.actor.userId],
        ),
      ).rejects.toThrow(/incident_severities_are_raised/);
      expect(await seen(stranger, 'incident_severities')).toEqual([]);
    });

    it('is raised once where two raise it at once, and not after the incident was closed', async () => {
      const id = await begun();
      const answers = await Promise.all([
        raise(staff, id, 'critical', 'chute'),
        raise(manager, id, 'critical', 'chute'),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
      const { body } = await staff.get(`/api/v1/incidents/${id}`).expect(200);
      expect([body.severity, body.raised.length]).toEqual(['critical', 1]);
      expect(body.notes).toHaveLength(2);
      const other = await begun();
      await manager.post(`/api/v1/incidents/${other}/closing`, {}).expect(201);
      expect((await raise(staff, other, 'serious', 'encore')).body.code).toBe(
        'house.incident_is_closed',
      );
    });

    it('of a house whose only manager wrote it is told to the supervisors', async () => {
      const id = await begun(manager);
      await raise(manager, id, 'serious', 'à l’hôpital').expect(201);
      expect(await told(id)).toEqual([supervisor.actor.userId]);
    });

    it('is raised on the page, where it says who raised it', async () => {
      const id = await begun();
      const shown = await staff.get(`/house/incidents/${id}`).expect(200);
      expect(shown.text).toContain('La gravité monte à');
      await staff
        .submit(`/house/incidents/${id}/notes`, { text: 'à l’hôpital', severity: 'critical' })
        .expect(303);
      const after = await staff.get(`/house/incidents/${id}`).expect(200);
      expect(after.text).toMatch(/Passé à «\s?Très grave\s?» par/);
      expect(after.text).not.toContain('La gravité monte à');
      await staff
        .submit(`/house/incidents/${id}/notes`, { text: 'stable', severity: '' })
        .expect(303);
    });
  });

  it('an incident that is written down later has its own hour', async () => {
    await timeIs(mawa, '2026-11-24T23:00:00Z');
    const path = `/house/${house.id}/incidents`;
    const incident = { kind: 'health', severity: 'minor', text: 'chute dans l’escalier' };
    const shown = await staff.get(path).expect(200);
    expect(shown.text).toContain('name="happenedAt" type="datetime-local"');
    const hourOf = async (happenedAt: string) => {
      const { headers } = await staff.submit(path, { ...incident, happenedAt }).expect(303);
      const id = headers.location!.split('/').at(-1)!;
      return (await staff.get(`/api/v1/incidents/${id}`).expect(200)).body.happenedAt as string;
    };
    expect(await hourOf('2026-11-24T21:40')).toBe('2026-11-24T21:40:00.000Z');
    expect(await hourOf('')).toBe('2026-11-24T23:00:00.000Z');
    for (const happenedAt of ['2026-11-25T10:00', '2099-01-01T10:00', '2026-W48', 'hier']) {
      const refused = await staff.submit(path, { ...incident, happenedAt });
      expect([happenedAt, refused.status]).toEqual([happenedAt, 422]);
      expect(refused.text).toContain(incident.text);
    }
  });

  it('a minor incident is for the house; who does not live there is not linked', async () => {
    const write = (body: object) => staff.post(`/api/v1/houses/${house.id}/incidents`, body);
    const minor = { kind: 'loss_damage', severity: 'minor', text: 'une vitre cassée' };
    const { body } = await write(minor).expect(201);
    await supervisor.get(`/api/v1/incidents/${body.id}`).expect(404);
    const elsewhere = await officer
      .post('/api/v1/people', { people: [{ names: { given: 'X' }, sex: 'female' }] })
      .expect(201);
    const odd = await write({ ...minor, caseIds: [elsewhere.body.cases[0].id] });
    expect([odd.status, odd.body.code]).toEqual([422, 'house.not_of_this_house']);
    const page = await staff.submit(`/house/${house.id}/incidents`, {
      kind: '',
      severity: 'minor',
      text: 'une vitre',
    });
    expect(page.status).toBe(422);
    expect(page.text).toContain('une vitre');
  });

  it('the handover of the shift: sealed, and each says that they have read it', async () => {
    const { body } = await staff
      .post(`/api/v1/houses/${house.id}/handovers`, { text: 'lit A1 : médicament à 7 h' })
      .expect(201);
    await manager.post(`/api/v1/handovers/${body.id}/reading`).expect(200);
    await manager.post(`/api/v1/handovers/${body.id}/reading`).expect(200);
    const { notes } = (await staff.get(`/api/v1/houses/${house.id}/handovers`).expect(200)).body;
    expect(notes[0]).toMatchObject({
      text: 'lit A1 : médicament à 7 h',
      mine: true,
      readByMe: false,
    });
    expect(notes[0].readBy).toMatchObject([{ name: manager.actor.name }]);
    await stranger.get(`/api/v1/houses/${house.id}/handovers`).expect(404);
    await stranger.post(`/api/v1/handovers/${body.id}/reading`).expect(404);
    await officer.get(`/api/v1/houses/${house.id}/handovers`).expect(403);
    for (const table of ['handover_notes', 'handover_texts', 'handover_reads']) {
      expect([table, await seen(stranger, table)]).toEqual([table, []]);
    }
    await expect(
      mawa.transactions.run(staff.actor, (tx) =>
        tx.query('INSERT INTO handover_reads (note_id, user_id) VALUES ($1, $2)', [
          body.id,
          officer.actor.userId,
        ]),
      ),
    ).rejects.toThrow('row-level security');
    const page = await manager.get(`/house/${house.id}/handover`).expect(200);
    expect(page.text).toContain('médicament');
  });

  it('a note of the handover sent again is the first one: same words, person and house, within ten minutes', async () => {
    const write = async (who: SignedIn, text: string, minutes: number, key: string) => {
      await timeIs(mawa, `2026-11-24T23:${String(minutes).padStart(2, '0')}:00Z`);
      const path = `/api/v1/houses/${house.id}/handovers`;
      return (await who.post(path, { text }, key).expect(201)).body.id as string;
    };
    const words = 'lit A2 : drap à changer';
    const first = await write(staff, words, 10, 'note-0001');
    expect(await write(staff, words, 19, 'note-0002')).toBe(first);
    const others = [
      await write(manager, words, 19, 'note-0003'),
      await write(staff, `${words} demain`, 19, 'note-0004'),
      await write(staff, words, 20, 'note-0005'),
    ];
    expect(new Set([first, ...others]).size).toBe(4);
    const page = await staff.get(`/house/${house.id}/handover`).expect(200);
    expect(page.text).toContain(`id="n-${first}"`);
  });

  it('a note of the handover that somebody has not read stays on the page, however many came after it', async () => {
    const path = `/api/v1/houses/${house.id}/handovers`;
    const notesOf = async (who: SignedIn) =>
      ((await who.get(path).expect(200)).body.notes as { id: string }[]).map(({ id }) => id);
    const { body } = await staff.post(path, { text: 'lit A1 : ne pas dire qu’elle est ici' });
    for (let n = 0; n < 9; n += 1) {
      mawa.clock.advance(60_000);
      await staff.post(path, { text: `ronde ${n}, tout va bien` }).expect(201);
    }
    expect(await notesOf(staff)).not.toContain(body.id);
    expect(await notesOf(manager)).toContain(body.id);
    const toRead = async () => {
      const { text } = await manager.get('/').expect(200);
      return Number(/(\d+) transmissions à lire/.exec(text.replaceAll('\u00a0', ' '))?.[1]);
    };
    const before = await toRead();
    expect(before).toBeGreaterThanOrEqual(10);
    await manager.post(`/api/v1/handovers/${body.id}/reading`).expect(200);
    expect(await notesOf(manager)).not.toContain(body.id);
    expect(await toRead()).toBe(before - 1);
  });

  it('a note of the handover sent twice at once is one', async () => {
    const path = `/api/v1/houses/${house.id}/handovers`;
    const text = 'la clé du jardin est au tableau';
    const answers = await Promise.all(
      [1, 2, 3].map((n) => staff.post(path, { text }, `at-once-000${n}`).expect(201)),
    );
    expect(new Set(answers.map(({ body }) => body.id as string)).size).toBe(1);
  });

  it('meals and things: only where the house wants it, to several at once, and taken back', async () => {
    const give = (who: SignedIn, body: object = {}) =>
      who.post(`/api/v1/houses/${house.id}/items`, {
        item: 'dinner',
        caseIds: [she.caseId],
        ...body,
      });
    const off = await give(staff);
    expect([off.status, off.body.code]).toEqual([409, 'house.items_are_off']);
    await staff.post(`/api/v1/houses/${house.id}/items/switch`, { on: true }).expect(403);
    await manager.post(`/api/v1/houses/${house.id}/items/switch`, { on: true }).expect(201);
    expect((await give(staff).expect(201)).body).toEqual({ given: 1 });
    await give(staff, { item: 'baby_kit', quantity: 2 }).expect(201);
    const { totals, today } = (await manager.get(`/api/v1/houses/${house.id}/items`).expect(200))
      .body;
    expect(totals.map(({ quantity }: { quantity: number }) => quantity)).toEqual([2, 1]);
    await staff.post(`/api/v1/items/${today[0].id}/undo`).expect(201);
    await staff.post(`/api/v1/items/${today[0].id}/undo`).expect(404);
    await stranger.post(`/api/v1/items/${today[1].id}/undo`).expect(404);
    await give(stranger).expect(404);
    await staff.get(`/house/${house.id}/items`).expect(200);
    await expect(
      mawa.transactions.run(staff.actor, (tx) =>
        tx.query(
          `INSERT INTO house_switches (shelter_id, feature, is_on, by) VALUES ($1, 'items', false, mawa_actor())`,
          [house.id],
        ),
      ),
    ).rejects.toThrow('row-level security');
  });
});
