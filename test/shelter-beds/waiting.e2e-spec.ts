import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aGirl, aRequest, aShelter, aWoman, inBeds, person, type TestShelter } from './house';

interface Place {
  readonly id: string;
  readonly rank: number;
  readonly score: number;
  readonly parts: { name: string; points: number }[];
  readonly offer: { id: string; answerBy: string } | null;
  readonly before: { answer: string; reason: string | null }[];
}

describe('the waiting list', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let hotline: SignedIn;
  beforeEach(async () => {
    house = await aShelter(mawa, { A: { beds: 1 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    await at('2026-11-24T20:00:00Z');
  });
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    hotline = await mawa.signIn('hotline_operator');
  });
  afterAll(() => mawa.stop());

  async function at(instant: string) {
    mawa.clock.set(instant);
    await mawa.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  }
  const line = async (who: SignedIn = manager): Promise<Place[]> =>
    (await who.get('/api/v1/bed-waiting').expect(200)).body.line;
  const placeOf = async (id: string) => (await line()).find((one) => one.id === id)!;
  const asked = (more: object, people = [aWoman()]) =>
    aRequest(mawa, officer, people, { shelterId: house.id, ...more });

  it('stands by danger first, and each place says why', async () => {
    const calm = await asked({ risk: 'none', medical: 'none', urgency: 'planned' });
    const danger = await asked({ risk: 'immediate', medical: 'care' });
    const own = (await line()).filter(({ id }) => [calm.id, danger.id].includes(id));
    expect(own.map(({ id, score }) => [id, score])).toEqual([
      [danger.id, 72],
      [calm.id, 0],
    ]);
    expect(own[0]!.parts.map(({ name, points }) => [name, points])).toEqual([
      ['risk', 40],
      ['urgency', 20],
      ['medical', 12],
    ]);
    const page = await manager.get('/beds/waiting').expect(200);
    expect(page.text).toContain('En danger immédiat');
    expect(page.text).toContain('Des soins chaque jour');
    expect(page.text).not.toMatch(/M-\d{4}/);
  });

  it('is the order of programs and of the choice of a group too, not the urgency alone', async () => {
    const tonight = await asked({ risk: 'none', urgency: 'tonight' });
    const danger = await asked({ risk: 'immediate', urgency: 'planned' });
    const { body } = await manager.get('/api/v1/bed-requests').expect(200);
    const { text } = await manager.get('/beds/groups').expect(200);
    const inOrder = [danger.id, tonight.id];
    const those = (ids: string[]) => ids.filter((id) => inOrder.includes(id));
    expect(those((body as { id: string }[]).map(({ id }) => id))).toEqual(inOrder);
    const offered = [...text.matchAll(/value="([0-9a-f-]{36})"/g)].map(([, id]) => id!);
    expect(those(offered)).toEqual(inOrder);
  });

  it('a girl of 15 who comes alone stands there as an unaccompanied minor, for that reason', async () => {
    const girl = await asked({ risk: 'none', medical: 'none', urgency: 'planned' }, [aGirl()]);
    const own = await placeOf(girl.id);
    expect(own.parts).toMatchObject([{ name: 'unaccompanied', points: 20 }]);
    const page = await manager.get('/beds/waiting').expect(200);
    expect(page.text).toContain('Mineur·e non accompagné·e');
  });

  it('a women’s house is offered no bed for a man, and still one for a woman', async () => {
    const man = await asked({}, [person({ sex: 'male', birthDate: '1990-01-01' })]);
    const woman = await asked({});
    const { text } = await manager.get('/beds/waiting').expect(200);
    expect(text).not.toContain(`/beds/waiting/requests/${man.id}/offers`);
    expect(text).toContain(`/beds/waiting/requests/${woman.id}/offers`);
    expect(text).toContain('Vos maisons n’accueillent pas ces personnes.');
    const { body } = await manager.get('/api/v1/bed-waiting').expect(200);
    const here = new Map(
      (body.line as { id: string; receivedHere: boolean }[]).map((one) => [
        one.id,
        one.receivedHere,
      ]),
    );
    expect([here.get(man.id), here.get(woman.id)]).toEqual([false, true]);
    const refused = await manager.post(`/api/v1/bed-requests/${man.id}/offers`, {});
    expect([refused.status, refused.body.code]).toEqual([409, 'waiting.no_bed_to_offer']);
  });

  it('says in each row the first night and when it was asked, and leads to the beds', async () => {
    const { id } = await asked({ neededFrom: '2026-11-29', urgency: 'days' });
    const { text } = await manager.get('/beds/waiting').expect(200);
    const row = text.slice(text.indexOf(`id="f-row-${id}"`)).split('</li>\n')[0]!;
    expect(row).toMatch(/Première nuit : dim\.\s29\snov\./);
    expect(row).toMatch(/Demandé : [^<]*24\snov[^<]*20:00/);
    expect(row).toContain(`href="/beds?request&#x3D;${id}#placing-title"`);
    // Whoever places nobody has no board to be led to.
    expect((await hotline.get('/beds/waiting').expect(200)).text).not.toContain('#placing-title');
  });

  it('a refusal where nothing fits stands in its row, and the summary names the row and leads there', async () => {
    const first = await asked({ risk: 'immediate' });
    const other = await asked({});
    const { id: requestId, caseIds } = await asked({});
    await officer
      .post(`/api/v1/bed-requests/${requestId}/holds`, {
        placements: inBeds(caseIds, [house.rooms.A!.beds[0]!]),
      })
      .expect(201);
    const { rank } = await placeOf(other.id);
    const refused = await manager
      .submit(`/beds/waiting/requests/${other.id}/offers`, {})
      .expect(409);
    const summary = /<div class="form-errors"[^]*?<\/div>/.exec(refused.text)![0];
    expect(summary).not.toContain('data-focus');
    expect(summary).toContain(`href="#f-row-${other.id}"`);
    expect(summary).toContain(`N° ${rank}, femme 32 ans : Aucun lit ne convient`);
    expect(refused.text).toMatch(new RegExp(`id="f-row-${other.id}" tabindex="-1" data-focus`));
    expect(refused.text.match(/data-focus/g)).toHaveLength(1);
    const own = refused.text.slice(refused.text.indexOf(`id="f-row-${other.id}"`));
    expect(own.slice(0, own.indexOf('</form>'))).toContain('field__error');
    const before = refused.text.slice(refused.text.indexOf(`id="f-row-${first.id}"`));
    expect(before.slice(0, before.indexOf('</form>'))).not.toContain('field__error');
  });

  it('a refusal for an unknown fact names it, with the field in that row', async () => {
    const upstairs = await aShelter(mawa, { S: { beds: 1, stepFree: false } });
    const keeper = await mawa.signIn('shelter_manager', { shelterIds: [upstairs.id] });
    const other = await asked({ shelterId: upstairs.id });
    const request = await asked({ shelterId: upstairs.id }, [aWoman({ accessNeed: null })]);
    const path = `/beds/waiting/requests/${request.id}/offers`;
    const refused = await keeper.submit(path, {}).expect(422);
    expect(refused.text).toContain('On ne sait pas : si la personne peut monter des marches.');
    expect(refused.text).not.toContain('Quelque chose n’est pas connu');
    const begins = refused.text.indexOf(`action="${path}"`);
    const row = refused.text.slice(begins, refused.text.indexOf('</form>', begins));
    expect(row).toContain('name="reason"');
    expect(refused.text.split('name="reason" type="text"')).toHaveLength(2);
    expect(refused.text).toContain(`/beds/waiting/requests/${other.id}/offers`);
    await keeper.submit(path, { reason: 'elle monte très bien' }).expect(303);
  });

  it('an offer is a hold until its window ends; accepted, the arrival is expected', async () => {
    const request = await asked({});
    const { body } = await manager
      .post(`/api/v1/bed-requests/${request.id}/offers`, {})
      .expect(201);
    expect(body).toMatchObject({ requestId: request.id, answerBy: '2026-11-24T22:00:00.000Z' });
    expect(await placeOf(request.id)).toMatchObject({ offer: { id: body.id } });
    const twice = await manager.post(`/api/v1/bed-requests/${request.id}/offers`, {});
    expect([twice.status, twice.body.code]).toEqual([409, 'waiting.cared_for']);
    expect((await manager.get('/beds/waiting')).text).toContain('Réponse attendue avant 22:00');
    await manager.post(`/api/v1/bed-offers/${body.id}/acceptance`).expect(204);
    const { rows } = await mawa.admin.query(
      `SELECT state FROM booking_people WHERE request_id = $1`,
      [request.id],
    );
    expect(rows).toEqual([{ state: 'promised' }]);
    const again = await manager.post(`/api/v1/bed-offers/${body.id}/acceptance`);
    expect([again.status, again.body.code]).toEqual([409, 'waiting.answered']);
  });

  it('declined, the bed is free at once and goes to the next in line, who stands there for a reason', async () => {
    const first = await asked({ risk: 'high' });
    const second = await asked({ risk: 'some' });
    const next = () => manager.post('/api/v1/bed-waiting/offers', { shelterId: house.id });
    const offered = (await next().expect(201)).body;
    expect(offered.requestId).toBe(first.id);
    // The one bed is held: nobody else can have it.
    const none = await next();
    expect([none.status, none.body.code]).toEqual([409, 'waiting.nobody_fits']);
    await manager.post(`/api/v1/bed-offers/${offered.id}/refusal`, {}).expect(422);
    await manager
      .post(`/api/v1/bed-offers/${offered.id}/refusal`, { reason: 'too_far' })
      .expect(204);
    expect((await next().expect(201)).body.requestId).toBe(second.id);
    const place = await placeOf(first.id);
    expect(place.before).toMatchObject([{ answer: 'declined', reason: 'too_far' }]);
    expect((await manager.get('/beds/waiting')).text).toContain('Trop loin');
  });

  it('without an answer it lapses by the time alone, no job needed, and the next in line is offered the bed', async () => {
    const first = await asked({ risk: 'high' });
    const second = await asked({ risk: 'some' });
    const next = () => manager.post('/api/v1/bed-waiting/offers', { shelterId: house.id });
    const offered = (await next().expect(201)).body;
    await at('2026-11-24T22:00:00Z');
    const late = await manager.post(`/api/v1/bed-offers/${offered.id}/acceptance`);
    expect([late.status, late.body.code]).toEqual([409, 'waiting.window_over']);
    expect(await placeOf(first.id)).toMatchObject({ offer: null, before: [{ answer: 'lapsed' }] });
    expect((await next().expect(201)).body.requestId).toBe(second.id);
  });

  it('the same answer sent twice is one answer', async () => {
    const request = await asked({});
    const offer = await manager.post(`/api/v1/bed-requests/${request.id}/offers`, {}).expect(201);
    const refuse = (reason: string) =>
      manager.post(`/api/v1/bed-offers/${offer.body.id}/refusal`, { reason }, 'refusal-0001');
    await refuse('too_far').expect(204);
    await refuse('too_far').expect(204);
    const other = await refuse('wish');
    expect([other.status, other.body.code]).toEqual([422, 'common.request_id_used']);
    expect((await placeOf(request.id)).before).toMatchObject([{ reason: 'too_far' }]);
  });

  it('a hold that is kept longer leaves as long to answer', async () => {
    const request = await asked({});
    const offer = await manager.post(`/api/v1/bed-requests/${request.id}/offers`, {}).expect(201);
    await at('2026-11-24T21:45:00Z');
    const { body } = await manager.post(`/api/v1/bed-requests/${request.id}/hold-renewal`);
    expect(body.holdUntil).toBe('2026-11-24T22:30:00.000Z');
    expect((await placeOf(request.id)).offer).toMatchObject({
      answerBy: '2026-11-24T22:30:00.000Z',
    });
    await at('2026-11-24T22:15:00Z');
    await manager.post(`/api/v1/bed-offers/${offer.body.id}/acceptance`).expect(204);
  });

  it('whoever confirms the arrival elsewhere has accepted, whoever gives the bed up has let it lapse', async () => {
    const answerOf = async (id: string) =>
      (await mawa.admin.query('SELECT answer FROM bed_offers WHERE id = $1', [id])).rows[0].answer;
    const request = await asked({});
    const offer = () => manager.post(`/api/v1/bed-requests/${request.id}/offers`, {}).expect(201);
    const first = (await offer()).body.id as string;
    await manager.post(`/api/v1/bed-requests/${request.id}/release`).expect(201);
    expect(await answerOf(first)).toBe('lapsed');
    const second = (await offer()).body.id as string;
    await manager.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    expect(await answerOf(second)).toBe('accepted');
  });

  it('two who offer the one bed at once: one has it, the other hears that there is none', async () => {
    const two = [await asked({}), await asked({})];
    const answers = await Promise.all(
      two.map(({ id }) =>
        manager.post(`/api/v1/bed-requests/${id}/offers`, { shelterId: house.id }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM bed_offers WHERE shelter_id = $1`,
      [house.id],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('a neighbour offers no bed of another house, whoever only reads offers none, and what one does not see is not there', async () => {
    const other = await aShelter(mawa, { B: { beds: 1 } });
    const neighbour = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    const request = await asked({});
    await neighbour.post(`/api/v1/bed-requests/${request.id}/offers`, {}).expect(404);
    await neighbour.post('/api/v1/bed-waiting/offers', { shelterId: house.id }).expect(404);
    await hotline.get('/api/v1/bed-waiting').expect(200);
    await hotline.post(`/api/v1/bed-requests/${request.id}/offers`, {}).expect(403);
    const { body } = await manager
      .post(`/api/v1/bed-requests/${request.id}/offers`, {})
      .expect(201);
    await neighbour.post(`/api/v1/bed-offers/${body.id}/acceptance`).expect(404);
    await neighbour.post(`/api/v1/bed-offers/${body.id}/refusal`, { reason: 'wish' }).expect(404);
    const seen = await mawa.transactions.run(neighbour.actor, (tx) =>
      tx.query('SELECT 1 FROM bed_offers WHERE id = $1', [body.id]),
    );
    expect(seen).toEqual([]);
  });

  it('a request to every house: which one offers a bed is for that house and for those who hold the case', async () => {
    const other = await aShelter(mawa, { B: { beds: 1 } });
    const neighbour = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    const request = await asked({ shelterId: null });
    const theirs = async (who: SignedIn) => (await line(who)).find(({ id }) => id === request.id)!;
    const offer = (who: SignedIn) => who.post(`/api/v1/bed-requests/${request.id}/offers`, {});
    const { body } = await offer(manager).expect(201);
    expect((await theirs(manager)).offer?.id).toBe(body.id);
    expect((await theirs(officer)).offer?.id).toBe(body.id);
    const seen = await theirs(neighbour);
    expect([seen.offer, seen.before]).toEqual([null, []]);
    expect(JSON.stringify(seen)).not.toContain(house.id);
    const page = await neighbour.get('/beds/waiting').expect(200);
    expect(page.text).not.toContain(house.id);
    await officer.post(`/api/v1/bed-offers/${body.id}/refusal`, { reason: 'wish' }).expect(204);
    expect(await theirs(neighbour)).toMatchObject({ offer: null, before: [] });
    // The next offer, of the other house, ends what nobody answered, and answers for its own hold alone.
    const mine = (await offer(manager).expect(201)).body;
    await officer.post(`/api/v1/bed-requests/${request.id}/release`).expect(201);
    const next = (await offer(neighbour).expect(201)).body;
    const late = await officer.post(`/api/v1/bed-offers/${mine.id}/refusal`, { reason: 'wish' });
    expect(late.status).toBe(409);
    expect((await theirs(officer)).offer?.id).toBe(next.id);
  });

  it('a turn-away is a row with a reason and no name; a mistake is taken back by whoever made it', async () => {
    const noted = { people: 3, children: 2, reason: 'no_bed', source: 'hotline' };
    const { body } = await hotline.post('/api/v1/bed-turn-aways', noted).expect(201);
    const wrong = await hotline.post('/api/v1/bed-turn-aways', { ...noted, children: 4 });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'waiting.more_children_than_people']);
    const elsewhere = { ...noted, shelterId: (await aShelter(mawa, { C: { beds: 1 } })).id };
    await manager.post('/api/v1/bed-turn-aways', elsewhere).expect(403);
    await manager.post('/api/v1/bed-turn-aways', { ...noted, shelterId: house.id }).expect(201);
    expect((await manager.get('/beds/waiting')).text).toContain('Plus de lit');
    await manager.post(`/api/v1/bed-turn-aways/${body.id}/retraction`).expect(404);
    await hotline.post(`/api/v1/bed-turn-aways/${body.id}/retraction`).expect(204);
    const page = await hotline.submit('/beds/waiting/turn-aways', {
      people: '0',
      reason: 'no_bed',
      source: 'self',
    });
    expect(page.status).toBe(422);
    const partner = await mawa.signIn('partner_viewer');
    await partner.post('/api/v1/bed-turn-aways', noted).expect(403);
    const hidden = await mawa.transactions.run(partner.actor, (tx) =>
      tx.query('SELECT 1 FROM bed_turn_aways'),
    );
    expect(hidden).toEqual([]);
  });
});

describe('what a request says of its needs', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let house: TestShelter;
  beforeAll(async () => {
    mawa = await startApp();
    house = await aShelter(mawa, { A: { beds: 3 } });
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  it('coded needs are seen by those who place; the note is sealed and read by those who answer for the people', async () => {
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    const more = {
      risk: 'high',
      medical: 'medicine',
      interpreter: 'wol',
      note: 'traitement à vingt heures',
    };
    const request = await aRequest(mawa, officer, [aWoman(), aGirl()], more as object);
    const seen = (await manager.get(`/api/v1/bed-requests/${request.id}`).expect(200)).body;
    expect(seen).toMatchObject({ risk: 'high', medical: 'medicine', interpreter: 'wol' });
    const [theirs, hers] = [
      await manager.get(`/beds/requests/${request.id}`).expect(200),
      await officer.get(`/beds/requests/${request.id}`).expect(200),
    ];
    expect(theirs.text).toContain('Un traitement à garder');
    expect(theirs.text).not.toContain('vingt heures');
    expect(hers.text).toContain('traitement à vingt heures');
    const { rows } = await mawa.admin.query(
      `SELECT about, position('vingt'::bytea IN text_sealed) AS clear FROM bed_notes WHERE request_id = $1`,
      [request.id],
    );
    expect(rows).toEqual([
      { about: 'request', clear: 0 },
      { about: 'request', clear: 0 },
    ]);
    const odd = await officer.post('/api/v1/bed-requests', {
      caseIds: request.caseIds,
      neededFrom: '2026-11-24',
      urgency: 'tonight',
      source: 'ngo',
      basis: 'consent',
      interpreter: 'zzq',
    });
    expect([odd.status, odd.body.code]).toEqual([422, 'waiting.unknown_language']);
  });

  it('where they have to go is asked as a region, and a house of that region weighs more', async () => {
    const night = { neededFrom: '2026-11-27', urgency: 'planned' };
    const hearing = { ...night, nearRegion: '04', nearWhy: 'hearing' };
    const near = await aRequest(mawa, officer, [aWoman()], hearing as object);
    const far = await aRequest(mawa, officer, [aWoman()], {
      ...hearing,
      nearRegion: '03',
    } as object);
    const codes = async ({ id }: { id: string }) => {
      const { body } = await officer.get(`/api/v1/bed-requests/${id}/candidates`).expect(200);
      const bed = body.beds.find(
        ({ bedId }: { bedId: string }) => bedId === house.rooms.A!.beds[0],
      );
      return bed.reasons.map(({ code }: { code: string }) => code) as string[];
    };
    expect(await codes(near)).toContain('near_place');
    expect(await codes(far)).toContain('far_from_place');
    expect((await officer.get(`/beds/requests/${near.id}`)).text).toContain('une audience');
    const ask = (more: object) =>
      officer.post('/api/v1/bed-requests', {
        caseIds: near.caseIds,
        neededFrom: '2026-11-27',
        urgency: 'planned',
        source: 'ngo',
        basis: 'consent',
        ...more,
      });
    const half = await ask({ nearRegion: '04' });
    expect([half.status, half.body.errors[0].field]).toEqual([422, 'nearWhy']);
    expect((await ask({ nearRegion: '99', nearWhy: 'school' })).body.code).toBe(
      'common.not_choice',
    );
  });
});

describe('a bed that comes free on Thursday', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    house = await aShelter(mawa, { A: { beds: 1 } });
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });
  afterAll(() => mawa.stop());

  it('is promised on Tuesday, for Thursday and no night before', async () => {
    const [bed] = house.rooms.A!.beds;
    const tonight = await aRequest(mawa, officer);
    await officer
      .post(`/api/v1/bed-requests/${tonight.id}/holds`, {
        placements: inBeds(tonight.caseIds, [bed!]),
      })
      .expect(201);
    const { body } = await officer
      .post(`/api/v1/bed-requests/${tonight.id}/check-in`)
      .expect(403)
      .then(async () => {
        await officer.post(`/api/v1/bed-requests/${tonight.id}/agreement`);
        return manager.post(`/api/v1/bed-requests/${tonight.id}/check-in`, {}).expect(201);
      });
    const [stay] = body.bookings as { id: string; version: number }[];

    // While the stay is open nobody can be promised anything.
    const thursday = { neededFrom: '2026-11-26', nights: 10 };
    const next = await aRequest(
      mawa,
      officer,
      [person({ sex: 'female', birthDate: '1990-01-01' })],
      thursday,
    );
    const early = await manager.post(`/api/v1/bed-requests/${next.id}/offers`, {});
    expect([early.status, early.body.code]).toEqual([409, 'waiting.no_bed_to_offer']);

    await manager
      .post(`/api/v1/bookings/${stay!.id}/planned-exit`, {
        on: '2026-11-26',
        version: stay!.version,
      })
      .expect(201);
    const offered = (await manager.post(`/api/v1/bed-requests/${next.id}/offers`, {}).expect(201))
      .body;
    await manager.post(`/api/v1/bed-offers/${offered.id}/acceptance`).expect(204);
    const { rows } = await mawa.admin.query(
      `SELECT k.state, k.nights::text FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id WHERE k.bed_id = $1 ORDER BY lower(k.nights)`,
      [bed],
    );
    expect(rows).toEqual([
      { state: 'stay', nights: '[2026-11-24,2026-11-26)' },
      { state: 'promised', nights: '[2026-11-26,2026-12-06)' },
    ]);

    // A night earlier it is still taken.
    const wednesday = await aRequest(mawa, officer, [aWoman()], {
      neededFrom: '2026-11-25',
      nights: 1,
    });
    const taken = await officer.post(`/api/v1/bed-requests/${wednesday.id}/holds`, {
      placements: inBeds(wednesday.caseIds, [bed!]),
    });
    expect([taken.status, taken.body.code]).toEqual([409, 'beds.taken']);
  });
});
