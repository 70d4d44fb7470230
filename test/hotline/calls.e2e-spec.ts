import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aCall, aLine, aPrank, endCall, type TestLine } from './hotline';

const one = (id: string) => `/api/v1/hotline/calls/${id}`;

describe('calls to the free number', () => {
  let mawa: TestApp;
  let line: TestLine;
  let stranger: TestLine;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    line = await aLine(mawa);
    stranger = await aLine(mawa);
  });
  afterAll(() => mawa.stop());

  const codeOf = async (call: PromiseLike<{ status: number; body: { code?: string } }>) => {
    const { status, body } = await call;
    return [status, body.code];
  };

  it('begins with one press, and is kept as it is typed', async () => {
    const id = await aCall(line.operator);
    const first = await line.operator.put(one(id), { danger: 'yes', note: 'elle parle bas' });
    expect([first.status, first.body]).toEqual([200, { revision: 2 }]);
    await line.operator.put(one(id), { type: 'emergency', language: 'ary', region: '04' });
    const { body } = await line.operator.get(one(id)).expect(200);
    expect(body).toMatchObject({
      type: 'emergency',
      language: 'ary',
      region: '04',
      danger: 'yes',
      medical: null,
      words: { note: 'elle parle bas', number: null },
      triage: { level: 'now', steps: ['stay_on_the_line', 'call_police'] },
    });
    expect(body.typeLabels.fr).toBe('Urgence');
  });

  it('says above the questions how urgent it is, in room that is kept, and after them what to do', async () => {
    const id = await aCall(line.operator);
    const shown = async () => {
      const { text } = await line.operator.get(`/hotline/calls/${id}`).expect(200);
      const [above = '', below = ''] = text.split('<form class="call');
      const rooms = above.split('triage--room').slice(1);
      const [said = ''] = above.slice(above.indexOf('id="triage"')).split('triage--room');
      return { above: said, rooms, below };
    };
    const stepsIn = (text: string) => /id="triage-steps"([^]*?)<\/div>/.exec(text)![1]!;
    const linesOf = (text: string) => [...text.matchAll(/<li>/g)].length;
    const before = await shown();
    expect(before.rooms).toHaveLength(2);
    expect(before.above).not.toContain('tel:');
    expect(linesOf(stepsIn(before.below))).toBe(0);
    const yes = { danger: 'yes', medical: 'yes', minor: 'yes', no_place: 'yes' };
    await line.operator.put(one(id), yes).expect(200);
    const after = await shown();
    expect(after.rooms).toEqual(before.rooms);
    for (const number of ['19', '177', '15']) {
      expect(after.above).toContain(`<a href="tel:${number}"><bdi dir="ltr">${number}</bdi></a>`);
    }
    expect(linesOf(after.above)).toBe(0);
    expect(linesOf(stepsIn(after.below))).toBe(5);
    // The part that is fetched after an answer replaces both, and keeps no room.
    const aside = await line.operator.submit(`/hotline/calls/${id}/aside`, {});
    expect(aside.text).toContain('id="triage"');
    expect(linesOf(stepsIn(aside.text))).toBe(5);
    expect(aside.text).not.toContain('triage--room');
  });

  it('one who answers has one call at a time; pressed twice it is one', async () => {
    const id = await aCall(line.operator);
    expect(await codeOf(line.operator.post('/api/v1/hotline/calls'))).toEqual([
      409,
      'hotline.call_open',
    ]);
    await endCall(line.operator, id);
    const twice = await Promise.all(
      [0, 1].map(() => line.operator.post('/api/v1/hotline/calls', {}, 'appel-de-23h10')),
    );
    expect(twice.map(({ status }) => status)).toEqual([201, 201]);
    expect(twice[0]!.body).toEqual(twice[1]!.body);
  });

  it('two presses at once from two windows leave one call open', async () => {
    const { operator } = await aLine(mawa);
    const both = await Promise.all([0, 1].map(() => operator.post('/api/v1/hotline/calls')));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('a code that is none, or a number that is none, gets a sentence and changes nothing', async () => {
    const id = await aCall(line.operator, { note: 'reste' });
    const refused = async (facts: object) => {
      const answer = await line.operator.put(one(id), facts);
      return [answer.status, answer.body.errors?.[0]?.field ?? answer.body.field];
    };
    expect((await refused({ type: 'nothing_known' }))[0]).toBe(422);
    expect((await refused({ region: '99' }))[0]).toBe(422);
    expect((await refused({ language: 'qqq' }))[0]).toBe(422);
    expect((await refused({ danger: 'maybe' }))[0]).toBe(422);
    expect((await refused({ number: 'pas un numéro', note: 'perdu' }))[0]).toBe(422);
    const { body } = await line.operator.get(one(id));
    expect([body.words.note, body.numberKnown]).toEqual(['reste', false]);
  });

  it('takes a number that is put right, and no list of numbers tried one after the other', async () => {
    const id = await aCall(line.operator, { number: '+212600000000' });
    const next = (n: number) =>
      line.operator.put(one(id), { number: `+2126000000${String(n).padStart(2, '0')}` });
    // The first is one already.
    for (let n = 1; n < 20; n += 1) expect((await next(n)).status).toBe(200);
    expect((await next(19)).status).toBe(200); // the same again is none
    const refused = await next(20);
    expect([refused.status, refused.body.code]).toEqual([429, 'hotline.number_tries']);
    await line.operator.put(one(id), { note: 'on écoute encore' }).expect(200);
  });

  it('ends with what became of it; what sort of call it was is said first', async () => {
    const id = await aCall(line.operator);
    expect(await codeOf(line.operator.post(`${one(id)}/end`, { outcome: 'informed' }))).toEqual([
      422,
      'hotline.say_which',
    ]);
    await line.operator
      .post(`${one(id)}/end`, { outcome: 'informed', type: 'information' })
      .expect(204);
    const { body } = await line.operator.get(one(id));
    expect([body.outcome, body.type, body.endedAt]).toEqual([
      'informed',
      'information',
      '2026-11-24T23:10:00.000Z',
    ]);
  });

  describe('who reads it', () => {
    let id: string;
    beforeAll(async () => {
      id = await aCall(line.operator, {
        type: 'third_party',
        note: 'une voisine raconte',
        number: '06 11 22 33 44',
      });
      await endCall(line.operator, id, 'informed');
    });

    it('a colleague of the line sees that it was, and no word of it', async () => {
      const { body } = await line.colleague.get(one(id)).expect(200);
      expect(body).toMatchObject({ type: 'third_party', words: null, hers: false });
      expect(JSON.stringify(body)).not.toMatch(/voisine|2233|0611/);
      await line.colleague.post(`${one(id)}/words`).expect(404);
      expect(await codeOf(line.colleague.put(one(id), { danger: 'yes' }))).toEqual([
        403,
        'hotline.not_your_call',
      ]);
    });

    it('whoever took it reads it for some hours, and not after', async () => {
      expect((await line.operator.get(one(id))).body.words.note).toBe('une voisine raconte');
      await mawa.admin.query(
        `UPDATE calls SET ended_at = ended_at - interval '13 hours', began_at = began_at - interval '13 hours' WHERE id = $1`,
        [id],
      );
      expect((await line.operator.get(one(id))).body.words).toBeNull();
      await mawa.admin.query(
        `UPDATE calls SET ended_at = ended_at + interval '13 hours', began_at = began_at + interval '13 hours' WHERE id = $1`,
        [id],
      );
    });

    it('the supervisor of the line reads it by a press that is recorded, without the number', async () => {
      expect((await line.supervisor.get(one(id)).expect(200)).body.words).toBeNull();
      const { body } = await line.supervisor.post(`${one(id)}/words`).expect(200);
      expect(body).toMatchObject({ note: 'une voisine raconte', number: null });
      const { rows } = await mawa.admin.query(
        `SELECT action FROM audit_log WHERE actor_id = $1 AND $2 = ANY (subject_ids) ORDER BY seq`,
        [line.supervisor.actor.userId, id],
      );
      expect(rows).toEqual([{ action: 'calls.read' }, { action: 'calls.read_words' }]);
    });

    it('another line, a house, an officer and whoever keeps figures see none of it', async () => {
      await stranger.operator.get(one(id)).expect(404);
      await stranger.supervisor.post(`${one(id)}/words`).expect(404);
      const ofTheLine = { organisationId: line.id };
      const others = [
        await mawa.signIn('shelter_manager', ofTheLine),
        await mawa.signIn('reintegration_officer', ofTheLine),
        await mawa.signIn('administrator', ofTheLine),
        await mawa.signIn('programme_officer'),
        await mawa.signIn('auditor'),
      ];
      for (const other of others) {
        await other.get(one(id)).expect(403);
        await other.get('/api/v1/hotline/calls').expect(403);
        await other.post('/api/v1/hotline/calls').expect(403);
      }
      expect((await stranger.operator.get('/api/v1/hotline/calls')).body.calls).toEqual([]);
    });

    it('behind the second wall too: rows, words, keys and steps, each asked as the application asks', async () => {
      const seen = (who: SignedIn) =>
        mawa.transactions.run(who.actor, async (tx) => {
          const [row] = await tx.query<Record<string, number>>(
            `SELECT (SELECT count(*)::int FROM calls WHERE id = $1) AS calls,
                    (SELECT count(*)::int FROM keys.record_keys WHERE kind = 'call' AND record_id = $1) AS keys`,
            [id],
          );
          return row;
        });
      const manager = await mawa.signIn('shelter_manager', { organisationId: line.id });
      expect(await seen(line.operator)).toEqual({ calls: 1, keys: 1 });
      expect(await seen(line.supervisor)).toEqual({ calls: 1, keys: 1 });
      expect(await seen(line.colleague)).toEqual({ calls: 1, keys: 0 });
      expect(await seen(line.officer)).toEqual({ calls: 0, keys: 0 });
      expect(await seen(manager)).toEqual({ calls: 0, keys: 0 });
      expect(await seen(stranger.operator)).toEqual({ calls: 0, keys: 0 });
      const changed = await mawa.transactions.run(line.colleague.actor, (tx) =>
        tx.query(`UPDATE calls SET danger = 'yes' WHERE id = $1 RETURNING id`, [id]),
      );
      expect(changed).toEqual([]);
    });

    it('nothing of it stands in the database in clear, and the number nowhere but sealed', async () => {
      const { rows } = await mawa.admin.query<{ row: string }>(
        `SELECT c::text AS row FROM calls c UNION ALL SELECT a::text FROM audit_log a UNION ALL SELECT r::text FROM request_ids r`,
      );
      const all = rows.map(({ row }) => row).join('\n');
      expect(all).not.toMatch(/voisine|611223344|11 22 33/);
    });
  });

  describe('a number that calls again', () => {
    it('is known for it, however it was typed, and nobody can read it', async () => {
      await aPrank(line.operator, '0655443322');
      await aPrank(line.colleague, '+212 6 55 44 33 22');
      const id = await aCall(line.operator, { number: '00212655443322' });
      const { body } = await line.operator.get(one(id));
      expect(body.caller).toMatchObject({ calls: 2, pranks: 2, inDanger: 0, block: null });
      expect(JSON.stringify(body)).not.toContain('655443322');
      const elsewhere = await aCall(stranger.operator, { number: '0655443322' });
      expect((await stranger.operator.get(one(elsewhere))).body.caller.calls).toBe(0);
    });

    it('an operator blocks it after three pranks, with a reason and an end; a supervisor earlier', async () => {
      const number = '0655443399';
      const first = await aPrank(line.operator, number);
      expect(
        await codeOf(line.operator.post(`${one(first)}/block`, { reason: 'prank', days: 7 })),
      ).toEqual([409, 'hotline.too_few_pranks']);
      // Typed while it calls: to block it is one press away.
      const calling = await aCall(line.operator);
      const aside = await line.operator.submit(`/hotline/calls/${calling}/aside`, { number });
      expect(aside.text).toContain(`href="/hotline/calls/${calling}?number#block"`);
      expect(
        (await line.operator.get(`/hotline/calls/${calling}?number`).expect(200)).text,
      ).toContain('id="block"');
      await line.operator.put(one(calling), { number: null }).expect(200);
      await aPrank(line.operator, number);
      const third = await aPrank(line.operator, number);
      expect(
        await codeOf(line.operator.post(`${one(third)}/block`, { reason: 'prank', days: 31 })),
      ).toEqual([422, 'hotline.blocked_too_long']);
      const both = await Promise.all(
        [0, 1].map(() => line.operator.post(`${one(third)}/block`, { reason: 'prank', days: 7 })),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
      const next = await aCall(line.colleague, { number });
      expect((await line.colleague.get(one(next))).body.caller).toMatchObject({
        calls: 3,
        pranks: 3,
        block: { reason: 'prank' },
      });
      // Not asked yet: a telephone is shared.
      const ending = await line.colleague.get(`/hotline/calls/${next}/end`).expect(200);
      expect(ending.text).not.toContain('value="refused"');
      expect(ending.text.replaceAll('\u00a0', ' ')).toContain('pour écarter l’appel, répondez');
      expect(await codeOf(line.colleague.post(`${one(next)}/end`, { outcome: 'refused' }))).toEqual(
        [409, 'hotline.danger_is_heard'],
      );
      await endCall(line.colleague, next, 'cut_off');
      const asked = await aCall(line.colleague, { number, danger: 'no' });
      await endCall(line.colleague, asked, 'refused');

      const early = await aPrank(line.operator, '0655443377');
      await line.supervisor.post(`${one(early)}/block`, { reason: 'threats', days: 2 }).expect(201);
    });

    it('whoever is in danger is heard: a blocked number is not sent away, nor one blocked that called in danger', async () => {
      const number = '0655443355';
      const bad = await aPrank(line.operator, number);
      const { body } = await line.supervisor
        .post(`${one(bad)}/block`, { reason: 'prank', days: 7 })
        .expect(201);
      const call = await aCall(line.operator, { number, danger: 'yes', type: 'emergency' });
      expect(await codeOf(line.operator.post(`${one(call)}/end`, { outcome: 'refused' }))).toEqual([
        409,
        'hotline.danger_is_heard',
      ]);
      await endCall(line.operator, call, 'services_sent');
      await line.supervisor.delete(`/api/v1/hotline/blocks/${body.id}`).expect(204);
      expect(
        await codeOf(line.supervisor.post(`${one(bad)}/block`, { reason: 'prank', days: 7 })),
      ).toEqual([409, 'hotline.danger_is_heard']);
      const free = await aCall(line.operator, { number, danger: 'no' });
      expect(await codeOf(line.operator.post(`${one(free)}/end`, { outcome: 'refused' }))).toEqual([
        409,
        'hotline.not_blocked',
      ]);
      expect(
        await codeOf(line.officer.post(`${one(bad)}/block`, { reason: 'prank', days: 7 })),
      ).toEqual([403, expect.any(String)]);
    });
  });

  it('two windows on one call lose no word, and the later one is told', async () => {
    const id = await aCall(line.operator, {});
    const path = `/hotline/calls/${id}`;
    const keep = (note: string, was: string) =>
      line.operator.submit(path, { act: 'keep', was, note }).expect(200);
    const opened = JSON.stringify({ note: '' });
    const first = await keep('elle est seule', opened);
    expect(first.body.merged).toBeNull();
    const second = await keep('deux enfants', opened);
    const both = 'elle est seule\ndeux enfants';
    expect(second.body.merged).toMatchObject({ name: 'note', text: both });
    expect(second.body.merged.at).toMatch(/^\d\d:\d\d$/);
    expect(JSON.parse(second.body.was)).toMatchObject({ note: both });
    const further = await keep(`${both}, au sous-sol`, second.body.was);
    expect(further.body.merged).toBeNull();
    const third = await keep('elle est seule, elle parle bas', first.body.was);
    expect(third.body.merged.text).toBe(`${both}, au sous-sol\n, elle parle bas`);
    const screen = await line.operator.get(path).expect(200);
    expect(screen.text).toContain(`${both}, au sous-sol\n, elle parle bas</textarea>`);
  });

  it('two windows that are kept at the same moment keep both texts', async () => {
    const id = await aCall(line.operator, {});
    const was = JSON.stringify({ note: '' });
    const notes = ['première fenêtre', 'seconde fenêtre'];
    const kept = await Promise.all(
      notes.map((note) =>
        line.operator.submit(`/hotline/calls/${id}`, { act: 'keep', was, note }).expect(200),
      ),
    );
    expect(kept.filter(({ body }) => body.merged !== null)).toHaveLength(1);
    const { text } = await line.operator.get(`/hotline/calls/${id}`).expect(200);
    for (const note of notes) expect(text).toContain(note);
  });

  it('the pages: the line, the call under a thumb, its end', async () => {
    const id = await aCall(line.operator, { danger: 'no' });
    const screen = await line.operator.get(`/hotline/calls/${id}`).expect(200);
    expect(screen.text).toContain('Appel en cours');
    expect(screen.text).toContain('data-keep');
    const was = JSON.stringify({ danger: 'no' });
    const kept = await line.operator
      .submit(`/hotline/calls/${id}`, {
        act: 'keep',
        was,
        danger: 'yes',
        note: 'deux enfants',
        number: '061',
      })
      .expect(200);
    expect(JSON.parse(kept.body.was)).toMatchObject({
      danger: 'yes',
      note: 'deux enfants',
      number: '',
    });
    const aside = await line.operator
      .submit(`/hotline/calls/${id}/aside`, {
        was: kept.body.was,
        danger: 'yes',
        note: 'deux enfants',
        medical: 'yes',
      })
      .expect(200);
    expect(aside.text).toContain('Envoyez une ambulance');
    const wrong = await line.operator
      .submit(`/hotline/calls/${id}`, {
        act: 'end',
        was: kept.body.was,
        danger: 'yes',
        note: 'deux enfants',
        number: '061',
      })
      .expect(422);
    expect(wrong.text).toContain('Ce numéro de téléphone');
    await line.operator
      .submit(`/hotline/calls/${id}`, {
        act: 'end',
        was: kept.body.was,
        danger: 'yes',
        note: 'deux enfants',
      })
      .expect(303)
      .expect('location', `/hotline/calls/${id}/end`);
    await line.operator.get(`/hotline/calls/${id}/end`).expect(200);
    await line.operator
      .submit(`/hotline/calls/${id}/end`, { type: 'emergency', outcome: 'services_sent' })
      .expect(303);
    const day = await line.colleague.get('/hotline').expect(200);
    expect(day.text).toContain('Agir maintenant');
    expect(day.text).not.toContain('deux enfants');
    expect((await line.operator.get(`/hotline/calls/${id}`)).text).toContain('deux enfants');
    const seen = await line.supervisor.submit(`/hotline/calls/${id}/words`, {}).expect(200);
    expect(seen.text).toContain('deux enfants');
  });

  it('on its last page: the nature is chosen where the answers say danger, else asked for beside the field', async () => {
    const chosen = (text: string) => /name="type" value="(\w+)" checked/.exec(text)?.[1] ?? null;
    const urgent = await aCall(line.operator, { danger: 'yes' });
    const ending = `/hotline/calls/${urgent}/end`;
    const page = (await line.operator.get(ending).expect(200)).text;
    expect(chosen(page)).toBe('emergency');
    expect(page).toContain('Un clic suffit');
    await line.operator.submit(ending, { type: 'emergency', outcome: 'services_sent' }).expect(303);

    const calm = await aCall(line.operator, { danger: 'no' });
    const open = (await line.operator.get(`/hotline/calls/${calm}/end`).expect(200)).text;
    expect(chosen(open)).toBeNull();
    expect(open).not.toContain('Un clic suffit');
    expect(open).toContain('Choisissez la nature de l’appel, puis comment il s’est terminé.');
    const refused = await line.operator
      .submit(`/hotline/calls/${calm}/end`, { outcome: 'informed' })
      .expect(422);
    expect(refused.text).toMatch(
      /id="f-type" aria-describedby="e-type">[^]*?id="e-type">[^]*?Dites d’abord/,
    );
  });

  it('a day with more than two hundred calls is counted and listed whole', async () => {
    const busy = await aLine(mawa);
    await mawa.admin.query(
      `INSERT INTO calls (id, line_id, taken_by, began_at, ended_at, type, type_version, outcome)
       SELECT gen_random_uuid(), $1, $2, $3::timestamptz, $3, 'prank', 1, 'no_words' FROM generate_series(1, 205)`,
      [busy.id, busy.operator.actor.userId, mawa.clock.now()],
    );
    const { text } = await busy.operator.get('/hotline').expect(200);
    expect(text).toMatch(/<p class="line-count">205 appels · 205 /);
    const { body } = await busy.operator.get('/api/v1/hotline/calls').expect(200);
    expect(body.calls).toHaveLength(205);
  });
});
