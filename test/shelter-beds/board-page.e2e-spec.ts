import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aPastStay,
  aRequest,
  aShelter,
  aWoman,
  register,
  standsAt,
  type TestShelter,
} from './house';

describe('the page of the bed board', () => {
  let mawa: TestApp;
  let ours: TestShelter;
  let theirs: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let neighbour: SignedIn;
  let staying: { id: string; caseNumber: string };
  let stay: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    ours = await aShelter(mawa, { A: { beds: 3 }, C: { beds: ['cot'] } });
    theirs = await aShelter(mawa, { B: { beds: 2 } });
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [ours.id] });
    neighbour = await mawa.signIn('shelter_manager', { shelterIds: [theirs.id] });
    [staying] = (await register(mawa, officer.actor, [aWoman()])) as [typeof staying];
    stay = await aPastStay(mawa, {
      bedId: ours.rooms.A!.beds[0]!,
      caseId: staying.id,
      sign: 'woman',
      nights: '[2026-11-20,2026-12-01)',
    });
    await mawa.admin.query(`UPDATE bookings SET state = 'stay', outcome = NULL WHERE id = $1`, [
      stay,
    ]);
  });
  afterAll(() => mawa.stop());

  const rowsOf = (text: string) => [...text.matchAll(/data-bed="([^"]+)"/g)].map(([, id]) => id);
  const fieldsOf = (form: string) =>
    Object.fromEntries(
      [...form.matchAll(/name="([^"]+)"[^>]*? value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    );
  /** The first form that goes there, and what it would send. */
  const formTo = (text: string, path: RegExp) => {
    const form = [...text.matchAll(/<form[^>]* action="([^"]+)"[^]*?<\/form>/g)].find(
      ([, action]) => path.test(action!),
    )!;
    return {
      action: form[1]!.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
      fields: fieldsOf(form[0]),
    };
  };

  it('is held, kept longer, confirmed and given back without leaving the board', async () => {
    const request = await aRequest(mawa, officer, [aWoman()], { nights: 3, shelterId: ours.id });
    const address = `/beds?shelter=${ours.id}&nights=14&request=${request.id}`;
    const board = await manager.get(address).expect(200);
    expect(board.text).toMatch(/data-take="/);
    const hold = formTo(board.text.split('class="proposals"')[1]!, /holds/);
    expect(hold.action).toContain(`shelter=${ours.id}&nights=14`);
    const held = await manager.submit(hold.action, hold.fields).expect(303);
    expect(held.headers.location).toBe(address);
    const kept = await manager.get(address).expect(200);
    expect(kept.text).toContain('bar--placed');
    // Given back after one question alone, which says for whom and how many.
    const [, asks] = /<details class="kept__release">([^]*?)<\/details>/.exec(kept.text)!;
    expect(asks).toMatch(/<strong>Rendre le lit gardé \(femme \d+ ans\)\s\?<\/strong>/);
    expect(formTo(asks!, /release/).action).toBe(formTo(kept.text, /release/).action);
    mawa.clock.advance(10 * 60_000);
    await manager.submit(formTo(kept.text, /hold-renewal/).action, {}).expect(303);
    const promise = formTo(kept.text, /promise/);
    const promised = await manager.submit(promise.action, {}).expect(303);
    expect(promised.headers.location).toBe(address);
    expect((await manager.get(address)).text).toContain('Noter l’arrivée');
    const { rows } = await mawa.admin.query(
      `SELECT k.state FROM bookings k JOIN booking_people p ON p.booking_id = k.id WHERE p.request_id = $1`,
      [request.id],
    );
    expect(rows).toEqual([{ state: 'promised' }]);
    await manager.submit(formTo(kept.text, /release/).action, {}).expect(303);
  });

  it('a bed chosen by hand stands in the form, and what is refused comes back on the board with what was typed', async () => {
    const request = await aRequest(mawa, officer, [aWoman()], { nights: 3 });
    const [taken, free] = ours.rooms.A!.beds as [string, string];
    const chosen = await manager.get(`/beds?request=${request.id}&bed=${free}`).expect(200);
    expect(chosen.text).toMatch(new RegExp(`value="${free}"[^>]* selected`));
    const refused = await manager
      .submit(`/beds/board/requests/${request.id}/holds?nights=28`, {
        'placements.0.caseId': request.caseIds[0]!,
        'placements.0.bedId': taken,
        reason: 'elle le veut ainsi',
      })
      .expect(409);
    expect(refused.text).toContain('n’est pas disponible pour cette demande');
    expect(refused.text).toContain('value="elle le veut ainsi"');
    expect(refused.text).toContain(`data-placing="${request.id}"`);
    await officer.post(`/api/v1/bed-requests/${request.id}/withdraw`).expect(204);
  });

  it('choosing a request leads to the placing panel, and keys jump there and to the table', async () => {
    const request = await aRequest(mawa, officer, [aWoman()], { nights: 3 });
    const skipsOf = (text: string) =>
      [...text.matchAll(/<a class="skip" href="([^"]+)">([^<]+)</g)].map(([, href, label]) => [
        href,
        label,
      ]);
    const before = await officer.get('/beds?nights=28').expect(200);
    expect(before.text).toContain(`${request.id}#placing-title"`);
    expect(skipsOf(before.text)).toEqual([
      ['#content', 'Aller au contenu'],
      ['#board', 'Aller au tableau des lits'],
    ]);
    const chosen = await officer.get(`/beds?nights=28&request=${request.id}`).expect(200);
    expect(skipsOf(chosen.text)).toEqual([
      ['#content', 'Aller au contenu'],
      ['#placing-title', 'Aller au placement'],
      ['#board', 'Aller au tableau des lits'],
    ]);
    // Both take the focus.
    expect(chosen.text).toMatch(/<h2 id="placing-title" tabindex="-1">/);
    expect(chosen.text).toMatch(/id="board" tabindex="-1"/);
    await officer.post(`/api/v1/bed-requests/${request.id}/withdraw`).expect(204);
  });

  it('where no bed can be held, the panel says what is missing least and what to do', async () => {
    const full = await aShelter(mawa, { M: { mix: 'men', beds: 2 } });
    const there = await mawa.signIn('shelter_manager', { shelterIds: [full.id] });
    const request = await aRequest(mawa, officer, [aWoman()], { nights: 3 });
    const address = `/beds?nights=28&request=${request.id}`;
    const panel = (await there.get(address).expect(200)).text;
    expect(panel).toContain('placing__stuck');
    expect(panel).toMatch(/2 lits · Conviendrait si la chambre devenait : /);
    const elsewhere = /Un lit convient là où vous ne placez pas : ([^<]+?)\. Sauf/;
    expect(elsewhere.exec(panel)![1]!.split(', ')).toEqual(
      expect.arrayContaining(['Maison 1', 'Maison 2']),
    );
    expect(panel).toContain('href="/beds/waiting#turned-away"');
    const exception = new RegExp(
      `href="(/beds/requests/${request.id}/overrides/new\\?bed)&#x3D;([^"]+)"`,
    ).exec(panel);
    await there.get(`${exception![1]}=${exception![2]}`).expect(200);
    await there.get(`/beds/requests/${request.id}`).expect(200);
    expect((await there.get('/beds/waiting').expect(200)).text).toContain('id="turned-away"');
    // Whoever may hold one of the proposals is not stuck, and whoever places nowhere has no panel.
    expect((await officer.get(address).expect(200)).text).not.toContain('placing__stuck');
    const hotline = await mawa.signIn('hotline_operator');
    expect((await hotline.get(address).expect(200)).text).not.toContain('placing__stuck');
    await officer.post(`/api/v1/bed-requests/${request.id}/withdraw`).expect(204);
  });

  it('the end of a stay moves from the board, and a form that is out of date is refused', async () => {
    const actions = await manager.get(`/beds/board/bookings/${stay}?on=2026-12-05`).expect(200);
    expect(actions.text).toContain(staying.caseNumber);
    expect(actions.text).not.toContain('<html');
    const { action, fields } = formTo(actions.text, /planned-exit/);
    expect(fields.on).toBe('2026-12-05');
    const moved = await manager.submit(action, fields).expect(303);
    expect(moved.headers.location).toBe('/beds?nights=28');
    const late = await manager.submit(action, { ...fields, on: '2026-12-09' }).expect(409);
    expect(late.text).toContain('Quelqu’un a changé cette réservation entre-temps.');
    expect(late.text).toContain('2026-12-09');
    const early = await manager.submit(action, { version: '2', on: '2026-11-19' });
    expect(early.status).toBe(422);
    const { rows } = await mawa.admin.query(
      'SELECT upper(nights)::text AS until FROM bookings WHERE id = $1',
      [stay],
    );
    expect(rows).toEqual([{ until: '2026-12-05' }]);
    await neighbour.get(`/beds/board/bookings/${stay}`).expect(404);
    await neighbour
      .submit(`/beds/board/bookings/${stay}/planned-exit`, { on: '2026-12-02' })
      .expect(404);
  });

  it('whoever may look and not act gets no press and no way around it', async () => {
    const request = await aRequest(mawa, officer, [aWoman()], { nights: 3 });
    const hotline = await mawa.signIn('hotline_operator');
    const board = await hotline.get(`/beds?request=${request.id}`).expect(200);
    expect(board.text).not.toContain('data-placing');
    for (const act of ['holds', 'hold-renewal', 'promise', 'release']) {
      await hotline.submit(`/beds/board/requests/${request.id}/${act}`, {}).expect(403);
    }
    await hotline.submit(`/beds/board/bookings/${stay}/planned-exit`, {}).expect(403);
    const staff = await mawa.signIn('shelter_staff', { shelterIds: [ours.id] });
    await staff.submit(`/beds/board/bookings/${stay}/planned-exit`, {}).expect(403);
    await officer.post(`/api/v1/bed-requests/${request.id}/withdraw`).expect(204);
  });

  it('shows beds of one kind, or free tonight alone, and counts all the same', async () => {
    const all = await manager.get(`/beds?shelter=${ours.id}`).expect(200);
    expect(rowsOf(all.text)).toHaveLength(4);
    const cots = await manager.get(`/beds?shelter=${ours.id}&kind=cot`).expect(200);
    expect(rowsOf(cots.text)).toEqual(ours.rooms.C!.beds);
    const free = await manager.get(`/beds?shelter=${ours.id}&free=tonight`).expect(200);
    expect(rowsOf(free.text)).not.toContain(ours.rooms.A!.beds[0]);
    expect(free.text).toContain('1 lits occupés sur 4 cette nuit');
    const { body } = await manager
      .get(`/api/v1/beds/board?shelter=${ours.id}&kind=single&free=tonight`)
      .expect(200);
    expect(body.shelters[0].rooms[0].beds).toHaveLength(2);
    expect(body.shelters[0].strip[0]).toEqual({ used: 1, available: 4 });
    await manager.get('/beds?kind=hammock').expect(422);
  });

  it('opens as it was last narrowed, for that person alone, and not on a house that closed', async () => {
    const chosen = await manager
      .submit('/beds/board/filters', { shelter: ours.id, kind: '', free: 'tonight', nights: '14' })
      .expect(303);
    const address = `/beds?shelter=${ours.id}&free=tonight&nights=14`;
    expect(chosen.headers.location).toBe(address);
    const opened = await manager.get('/beds').expect(303);
    expect(opened.headers.location).toBe(address);
    const narrowed = await manager.get(address).expect(200);
    expect(narrowed.text).toContain('<details class="board-filters__fold" open>');
    const whole = await manager.get('/beds?nights=28').expect(200);
    expect(whole.text).toContain('<details class="board-filters__fold">');
    await officer.get('/beds').expect(200);
    const seen = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT 1 FROM remembered_filters'),
    );
    expect(seen).toEqual([]);
    await mawa.admin.query('UPDATE shelters SET active = false WHERE id = $1', [ours.id]);
    const closed = await manager.get('/beds').expect(303);
    expect(closed.headers.location).toBe('/beds?free=tonight&nights=14');
    await mawa.admin.query('UPDATE shelters SET active = true WHERE id = $1', [ours.id]);
    await manager.submit('/beds/board/filters', {}).expect(303);
    await manager.get('/beds').expect(200);
    const bad = await manager.submit('/beds/board/filters', { nights: '5' });
    expect(bad.status).toBe(422);
  });

  it('fetches only what changed, without the frame, without a sign of life, and as the reader may see it', async () => {
    const parts = await neighbour.get(`/beds/board/parts?only=${ours.id}`).expect(200);
    expect(parts.text).not.toContain('<html');
    expect(rowsOf(parts.text)).toHaveLength(4);
    expect(parts.text).not.toContain(staying.caseNumber);
    expect((await manager.get(`/beds/board/parts?only=${ours.id}`)).text).toContain(
      staying.caseNumber,
    );
    await neighbour.get('/beds/board/parts?only=x').expect(422);
    const seenAt = async () =>
      (
        await mawa.admin.query('SELECT max(seen_at) AS at FROM sessions WHERE user_id = $1', [
          neighbour.actor.userId,
        ])
      ).rows[0].at as Date;
    const before = await seenAt();
    mawa.clock.advance(120_000);
    await neighbour.get('/beds/board/parts').expect(200);
    expect(await seenAt()).toEqual(before);
    await neighbour.get('/beds').expect(200);
    expect((await seenAt()).getTime()).toBeGreaterThan(before.getTime());
    await (await mawa.signIn('auditor')).get('/beds/board/parts').expect(403);
  });

  it('tonight’s sheet shows one’s own by number, others as occupied, and no name or address', async () => {
    const { text } = await manager.get(`/beds/tonight?shelter=${ours.id}`).expect(200);
    expect(text).toContain(staying.caseNumber);
    expect(text).toMatch(/sortie prévue le sam.\s5\sdéc./);
    expect(text).toContain('Compte');
    const seen = await neighbour.get(`/beds/tonight?shelter=${ours.id}`).expect(200);
    expect(seen.text).not.toContain(staying.caseNumber);
    expect(seen.text).toContain('sleeper--stay');
    await manager.get('/beds/tonight?shelter=00000000-0000-4000-8000-0000000000aa').expect(404);
    await (await mawa.signIn('finance_officer')).get('/beds/tonight').expect(403);
    for (const language of ['ar', 'en'] as const) {
      const reader = await mawa.signIn('shelter_staff', { shelterIds: [ours.id], language });
      const sheet = await reader.get('/beds/tonight').expect(200);
      expect(sheet.text).not.toMatch(/bed-board:|beds:/);
    }
  });
});
