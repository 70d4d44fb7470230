import { JobRunner } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const DAY = 86_400_000;
type Fields = Record<string, string | string[]>;

describe('an intake, step by step', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  let samira: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    leila = await mawa.signIn('reintegration_officer');
    samira = await mawa.signIn('case_supervisor');
  });
  afterAll(() => mawa.stop());

  const begin = async (who = leila): Promise<string> => {
    const { headers } = await who.submit('/people/intakes', {}).expect(303);
    return /^\/people\/intakes\/([0-9a-f-]{36})\/steps\/people$/.exec(headers.location!)![1]!;
  };
  const pathOf = (id: string, step: string) => `/people/intakes/${id}/steps/${step}`;
  const hidden = (html: string, name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(html)![1]!.replaceAll('&quot;', '"');
  /** What a browser sends: the frame of the page as it was opened, and what was typed over it. */
  const opened = async (who: SignedIn, id: string, step: string) => {
    const { text } = await who.get(pathOf(id, step)).expect(200);
    const here = [...text.matchAll(/name="(people\.\d+\.here)"/g)].map(([, name]) => [name!, '1']);
    const frame = { revision: hidden(text, 'revision'), was: hidden(text, 'was') };
    return {
      text,
      send: (act: string, fields: Fields = {}) =>
        who.submit(pathOf(id, step), { ...frame, ...Object.fromEntries(here), ...fields, act }),
    };
  };
  const type = async (id: string, step: string, act: string, fields: Fields, who = leila) =>
    (await opened(who, id, step)).send(act, fields);
  const rowOf = async (id: string) =>
    (await mawa.admin.query('SELECT * FROM intakes WHERE id = $1', [id])).rows[0]!;
  const keysOf = async (id: string) =>
    (await mawa.admin.query(`SELECT 1 FROM keys.record_keys WHERE record_id = $1`, [id])).rowCount;
  const count = async (sql: string, params: unknown[] = []) =>
    (await mawa.admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, params))
      .rows[0]!.n;

  it('keeps what is typed, sealed: in clear stand how many there are, the step, who and when', async () => {
    const id = await begin();
    await type(id, 'people', 'add:child', {});
    const named = await type(id, 'identity', 'next', {
      'people.0.names.given': 'Mariama',
      'people.0.names.family': 'Kouyaté',
      'people.0.sex': 'female',
    });
    expect([named.status, named.headers.location]).toEqual([303, pathOf(id, 'age')]);
    expect(await rowOf(id)).toMatchObject({
      people: 2,
      step: 'age',
      revision: 3,
      outcome: null,
      begun_by: leila.actor.userId,
      holder_id: leila.actor.userId,
    });
    const { rows } = await mawa.admin.query<{ text: string }>(
      `SELECT string_agg(t.text, ' ') AS text FROM (SELECT i::text FROM intakes i
         UNION ALL SELECT encode(sealed, 'escape') FROM intakes UNION ALL SELECT body FROM audit_log
         UNION ALL SELECT answer::text FROM request_ids) t (text)`,
    );
    for (const word of ['Mariama', 'Kouyat', 'female', 'child']) {
      expect([word, rows[0]!.text.includes(word)]).toEqual([word, false]);
    }
    const actions = await mawa.admin.query<{ action: string; fields: string[] }>(
      `SELECT action, fields FROM audit_log WHERE $1 = ANY (subject_ids) ORDER BY seq`,
      [id],
    );
    expect(actions.rows.map(({ action, fields }) => `${action} ${fields.join()}`)).toEqual([
      'intakes.begin ',
      'intakes.read people',
      'intakes.save people',
      'intakes.read identity',
      'intakes.save identity',
    ]);
  });

  it('comes back exactly as it was typed, half or wrong, with its sentence, in the language of the reader', async () => {
    const id = await begin();
    const paused = await type(id, 'age', 'pause', { 'people.0.birthYear': 'dix-sept ' });
    expect(paused.headers.location).toBe(`/people/intakes/${id}`);
    const desk = await mawa.signInAs(leila.email);
    await desk.submit('/language', { language: 'ar', back: '/' }).expect(303);
    const { text } = await opened(desk, id, 'age');
    expect(text).toContain('dir="rtl"');
    expect(text).toContain('value="dix-sept "');
    expect(text).toContain('اكتبوا سنة بأربعة أرقام'); // "write the year": beside the field
    expect(text).toContain('الخطوة 4 من 9');
    await desk.submit('/language', { language: 'fr', back: '/' }).expect(303);
    const lying = await desk.get(`/people/intakes/${id}`).expect(200);
    expect(lying.text).toContain('étape 4 sur 9');
    expect(lying.text).toContain(pathOf(id, 'age'));
    expect(lying.text).not.toContain('dix-sept');
  });

  it('goes on only where the step is right, and back, past it or to another step in any case', async () => {
    const id = await begin();
    const wrong = { 'people.0.birthYear': '1888' };
    const stays = await type(id, 'age', 'next', wrong);
    expect(stays.status).toBe(422);
    expect(stays.text).toContain('plus de 120 ans');
    for (const [act, leads] of [
      ['back', 'identity'],
      ['skip', 'origin'],
      ['go:documents', 'documents'],
    ] as const) {
      const answer = await type(id, 'age', act, wrong);
      expect([act, answer.headers.location]).toEqual([act, pathOf(id, leads)]);
    }
    expect((await opened(leila, id, 'age')).text).toContain('value="1888"');
    const review = await leila.get(pathOf(id, 'review')).expect(200);
    expect(review.text).toContain('plus de 120 ans');
    const future = await type(id, 'age', 'next', { 'people.0.birthYear': '2099' });
    expect(future.text).toContain('dans le futur');
    await type(id, 'age', 'next', {}).then(({ status }) => expect(status).toBe(303));
  });

  it('is registered with all the rules, once, and leaves nothing behind', async () => {
    const id = await begin();
    await type(id, 'people', 'add:child', {});
    await type(id, 'people', 'add:child', { 'people.1.relation': 'child' });
    await type(id, 'people', 'next', {
      'people.1.relation': 'child',
      'people.2.relation': 'child',
    });
    await type(id, 'safety', 'next', {
      'people.0.safeContact.mayCall': 'no',
      'people.0.safeContact.mustNotKnow': 'le voisin',
    });
    const given = { 'people.0.names.given': 'Assa', 'people.1.names.given': 'Binta' };
    await type(id, 'identity', 'next', { ...given, 'people.2.names.given': 'Sory' });
    await type(id, 'age', 'next', {
      'people.0.birthYear': '1998',
      'people.1.birthDate': '2019-02-03',
    });
    await type(id, 'origin', 'next', { 'people.0.languages': ['bam', 'fra'] });
    await type(id, 'story', 'next', {
      'people.0.exploitation.acts': 'recruit',
      'people.0.story': 'plus tard',
    });
    await type(id, 'documents', 'next', {
      'people.0.documents.0.kind': 'passport',
      'people.0.documents.0.number': 'ML 55 44',
    });
    const review = await leila.get(pathOf(id, 'review')).expect(200);
    for (const word of ['Assa', 'Binta', 'Sory', 'ML 55 44', '3 dossiers vont être ouverts']) {
      expect(review.text).toContain(word);
    }
    const before = await count('cases');
    const revision = hidden(review.text, 'revision');
    const press = (who: SignedIn) => who.submit(`/people/intakes/${id}/registration`, { revision });
    const [one, two] = await Promise.all([press(leila), press(await mawa.signInAs(leila.email))]);
    expect([one.status, two.status]).toEqual([303, 303]);
    expect(one.headers.location).toBe(two.headers.location);
    expect((await count('cases')) - before).toBe(3);

    const mother = one.headers.location!.split('/').at(-1)!;
    const { body } = await leila.get(`/api/v1/people/${mother}`).expect(200);
    expect(body).toMatchObject({
      birthYear: 1998,
      languages: ['bam', 'fra'],
      mayCall: false,
      exploitation: { acts: ['recruit'] },
    });
    expect(body.family.map(({ relation }: { relation: string }) => relation)).toEqual([
      'child',
      'child',
    ]);
    const identity = await leila
      .post(`/api/v1/people/${mother}/identity`, { parts: ['identity', 'story', 'safe_contact'] })
      .expect(200);
    expect(identity.body).toMatchObject({
      names: { given: 'Assa' },
      story: 'plus tard',
      safeContact: { mustNotKnow: 'le voisin' },
      documents: [{ kind: 'passport', number: 'ML 55 44' }],
    });
    expect(await rowOf(id)).toMatchObject({ outcome: 'registered', sealed: null });
    expect(await keysOf(id)).toBe(0);
    const after = await leila.get(pathOf(id, 'review')).expect(409);
    expect(after.text).toContain('Cet entretien est terminé');
  });

  it('is not registered while something is not right, and says where', async () => {
    const id = await begin();
    await type(id, 'age', 'skip', { 'people.0.birthYear': 'jeune' });
    const before = await count('cases');
    const { revision } = await rowOf(id);
    const page = await leila
      .submit(`/people/intakes/${id}/registration`, { revision: String(revision) })
      .expect(422);
    expect(page.text).toContain('quatre chiffres');
    expect(page.text).toContain(`href="${pathOf(id, 'age')}"`);
    const { body } = await leila
      .post(`/api/v1/intakes/${id}/registration`, { revision })
      .expect(422);
    expect(body.errors).toMatchObject([{ field: 'people.0.birthYear', code: 'people.not_a_year' }]);
    expect(await count('cases')).toBe(before);
    const stale = await leila
      .submit(`/people/intakes/${id}/registration`, { revision: String(revision - 1) })
      .expect(409);
    expect(stale.text).toContain('Un autre appareil');
  });

  it('somebody taken out by mistake comes back with what was typed', async () => {
    const id = await begin();
    await type(id, 'people', 'add:sibling', {});
    await type(id, 'identity', 'next', { 'people.1.names.given': 'Fanta' });
    await type(id, 'people', 'remove:1', { 'people.1.relation': 'sibling' });
    expect((await opened(leila, id, 'identity')).text).not.toContain('Fanta');
    await type(id, 'people', 'return:1', {});
    expect((await opened(leila, id, 'identity')).text).toContain('Fanta');
    expect((await rowOf(id)).people).toBe(2);
  });

  it('on two devices at once loses nothing, and the second is told what the first wrote', async () => {
    const id = await begin();
    await type(id, 'identity', 'next', {
      'people.0.names.given': 'Awa',
      'people.0.names.family': 'Diop',
    });
    const [phone, desk] = [
      await opened(leila, id, 'identity'),
      await opened(leila, id, 'identity'),
    ];
    await phone
      .send('next', {
        'people.0.names.given': 'Hawa',
        'people.0.names.family': 'Diop',
        'people.0.sex': 'female',
      })
      .expect(303);
    const second = await desk.send('next', {
      'people.0.names.given': 'Aoua',
      'people.0.names.family': 'Diop',
      'people.0.names.aliases': 'Tata',
    });
    expect(second.status).toBe(409);
    expect(second.text).toContain('« Hawa »'); // beside the field that both wrote
    expect(second.text).toContain('value="Aoua"');
    expect(second.text).toContain('value="Tata"');
    expect(second.text).toMatch(/value="female" checked/); // taken over, and said
    expect(second.text).toContain('c’est repris : Sexe');
    // Nobody is registered on two answers; whoever goes on has chosen.
    const { revision } = await rowOf(id);
    const refused = await leila
      .post(`/api/v1/intakes/${id}/registration`, { revision })
      .expect(422);
    expect(refused.body.errors).toMatchObject([{ code: 'intake.both' }]);
    await type(id, 'identity', 'next', {
      'people.0.names.given': 'Aoua',
      'people.0.names.family': 'Diop',
      'people.0.names.aliases': 'Tata',
      'people.0.sex': 'female',
    }).then(({ status }) => expect(status).toBe(303));
    const { body } = await leila.get(`/api/v1/intakes/${id}`).expect(200);
    expect(body).toMatchObject({ elsewhere: {}, problems: [] });
    expect(body.answers['people.0.names.given']).toBe('Aoua');
  });

  it('of two devices in different steps neither hears of the other', async () => {
    const id = await begin();
    const [phone, desk] = [await opened(leila, id, 'identity'), await opened(leila, id, 'age')];
    const answers = await Promise.all([
      phone.send('next', { 'people.0.names.given': 'Nana' }),
      desk.send('next', { 'people.0.ageAtRegistration': '31' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const { body } = await leila.get(`/api/v1/intakes/${id}`).expect(200);
    expect(body.answers).toEqual({
      'people.0.names.given': 'Nana',
      'people.0.ageAtRegistration': '31',
    });
  });

  it('what is kept while somebody types is answered to the page, without going on', async () => {
    const id = await begin();
    const page = await opened(leila, id, 'identity');
    const { body } = await page.send('keep', { 'people.0.names.given': 'Ro' }).expect(200);
    expect(body).toEqual({
      revision: 2,
      changedElsewhere: false,
      was: JSON.stringify({ 'people.0.names.given': 'Ro' }),
    });
    const other = await page.send('keep', { 'people.0.names.given': 'Rokia' }).expect(200);
    expect(other.body).toMatchObject({ revision: 3, changedElsewhere: true });
  });

  it('text of any length is kept with its sentence; a broken sign, a stranger’s field or step changes nothing', async () => {
    const id = await begin();
    const long = await type(id, 'identity', 'next', { 'people.0.names.given': 'x'.repeat(10_000) });
    expect(long.status).toBe(422);
    expect(long.text).toContain('10000 caractères');
    expect(long.text).toContain('x'.repeat(10_000));
    const { revision } = await rowOf(id);
    const page = await opened(leila, id, 'identity');
    await page.send('next', { 'people.0.names.given': 'a\0b' }).expect(422);
    await page.send('next', { 'people.0.birthYear': '1990' }).expect(422);
    await page.send('next', { 'people.9.names.given': 'qui ?' }).expect(422);
    await page.send('next', { 'people.0.sex': 'dragon' }).then(({ status, text }) => {
      expect(status).toBe(422);
      expect(text).toContain('« dragon » n’est pas dans la liste');
    });
    expect((await rowOf(id)).revision).toBe(revision + 1);
    await leila.get(pathOf(id, 'nowhere')).expect(404);
    await leila.get('/people/intakes/pas-un-numero').expect((answer) => {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    });
  });

  it('a session that ends takes nothing, and signing in leads back to the step', async () => {
    const id = await begin();
    const page = await opened(leila, id, 'origin');
    await page.send('pause', { 'people.0.nationality': 'SN' }).expect(303);
    mawa.clock.advance(11 * 3_600_000);
    const gone = await leila.get(pathOf(id, 'origin')).expect(303);
    const back = `/sign-in?next=${encodeURIComponent(pathOf(id, 'origin'))}`;
    expect(gone.headers.location).toBe(back);
    const refused = await page.send('next', { 'people.0.nationality': 'SN' }).expect(401);
    expect(refused.text).toContain(`href="${back.replace('=', '&#x3D;')}"`);
    leila = await mawa.signInAs(leila.email);
    samira = await mawa.signInAs(samira.email);
    expect((await opened(leila, id, 'origin')).text).toMatch(/<option value="SN" selected>/);
  });

  describe('is in one hand', () => {
    const absent = async (who: SignedIn, id: string) => {
      await who.get(`/people/intakes/${id}`).expect(404);
      await who.get(pathOf(id, 'identity')).expect(404);
      await who
        .submit(pathOf(id, 'identity'), { revision: '1', was: '{}', act: 'next' })
        .expect(404);
      for (const [what, body] of [
        ['registration', { revision: 1 }],
        ['hand-over', { userId: who.actor.userId }],
        ['cancellation', { reason: 'mistake' }],
        ['people', { revision: 1 }],
      ] as const) {
        await who.post(`/api/v1/intakes/${id}/${what}`, body).expect(404);
      }
      expect((await who.get('/api/v1/intakes').expect(200)).body).not.toContainEqual(
        expect.objectContaining({ id }),
      );
    };
    const underRowLevelSecurity = (who: SignedIn, id: string) =>
      mawa.transactions.run(who.actor, async (tx) => {
        const rows = await tx.query('SELECT 1 FROM intakes WHERE id = $1', [id]);
        const keys = await tx.query(
          `SELECT 1 FROM keys.record_keys WHERE kind = 'intake' AND record_id = $1`,
          [id],
        );
        const changed = await tx.query(
          'UPDATE intakes SET revision = revision + 1 WHERE id = $1 RETURNING 1',
          [id],
        );
        return [rows.length, keys.length, changed.length];
      });

    it('whoever began it reads it; a supervisor, a colleague and the administrator do not', async () => {
      const id = await begin();
      await type(id, 'identity', 'pause', { 'people.0.names.given': 'Kadi' });
      await absent(samira, id);
      expect(await underRowLevelSecurity(samira, id)).toEqual([0, 0, 0]);
      expect(await underRowLevelSecurity(leila, id)).toEqual([1, 1, 1]);
      for (const role of ['administrator', 'shelter_staff', 'hotline_operator'] as const) {
        const other = await mawa.signIn(role);
        await other.get('/people/intakes').expect(403);
        await other.post('/api/v1/intakes').expect(403);
        await other.get(`/api/v1/intakes/${id}`).expect(403);
        expect(await underRowLevelSecurity(other, id)).toEqual([0, 0, 0]);
      }
    });

    it('nobody begins one in another’s name, gives one away or saves it twice behind the application', async () => {
      const id = await begin();
      const run = (sql: string, params: unknown[]) =>
        mawa.transactions.run(leila.actor, (tx) => tx.query(sql, params));
      await expect(
        run(
          `INSERT INTO intakes (id, begun_by, holder_id, step) VALUES (gen_random_uuid(), $1, $2, 'people')`,
          [samira.actor.userId, leila.actor.userId],
        ),
      ).rejects.toThrow(/row-level security/);
      await expect(
        run('UPDATE intakes SET holder_id = $2 WHERE id = $1', [id, samira.actor.userId]),
      ).rejects.toThrow(/permission denied/);
      await expect(
        run('UPDATE intakes SET revision = revision + 2 WHERE id = $1', [id]),
      ).rejects.toThrow(/one revision at a time/);
      await expect(run(`SELECT close_intake($1, 'expired', NULL)`, [id])).rejects.toThrow(
        /permission denied/,
      );
      await expect(run('SELECT prune_intakes()', [])).rejects.toThrow(/only a system user/);
    });

    it('goes to a colleague who registers people, is recorded, and is no longer one’s own', async () => {
      const id = await begin();
      await type(id, 'identity', 'pause', { 'people.0.names.given': 'Kadi' });
      const clerk = await mawa.signIn('finance_officer');
      const hand = (userId: string) => leila.post(`/api/v1/intakes/${id}/hand-over`, { userId });
      for (const userId of [clerk.actor.userId, leila.actor.userId]) {
        const { body } = await hand(userId).expect(422);
        expect(body.errors).toMatchObject([{ field: 'userId' }]);
      }
      const lying = await leila.get(`/people/intakes/${id}`).expect(200);
      expect(lying.text).toContain(samira.actor.name);
      expect(lying.text).not.toContain(clerk.actor.name);
      await leila
        .submit(`/people/intakes/${id}/hand-over`, { userId: '' })
        .expect(422)
        .expect(/Choisissez à qui/);
      await leila
        .submit(`/people/intakes/${id}/hand-over`, { userId: samira.actor.userId })
        .expect(303);
      await absent(leila, id);
      expect(await underRowLevelSecurity(leila, id)).toEqual([0, 0, 0]);
      expect((await opened(samira, id, 'identity')).text).toContain('Kadi');
      const { rows } = await mawa.admin.query(
        'SELECT from_user, to_user FROM intake_hand_overs WHERE intake_id = $1',
        [id],
      );
      expect(rows).toEqual([{ from_user: leila.actor.userId, to_user: samira.actor.userId }]);
      const waiting = async () =>
        (
          (await samira.get('/api/v1/tasks').expect(200)).body.tasks as {
            kind: string;
            path: string;
          }[]
        )
          .filter(({ path }) => path === `/people/intakes/${id}`)
          .map(({ kind }) => kind);
      expect(await waiting()).toEqual(['intake_handed']);
      await type(id, 'identity', 'pause', { 'people.0.names.given': 'Kadi' }, samira);
      expect(await waiting()).toEqual([]);
      await samira
        .post(`/api/v1/intakes/${id}/registration`, { revision: (await rowOf(id)).revision })
        .expect(201);
    });
  });

  it.each(['closing', 'role'])(
    'is not lost with the account that held it (%s): a supervisor of the same organisation goes on',
    async (how) => {
      const organisationId = (
        await mawa.admin.query<{ id: string }>(
          `INSERT INTO organisations (code, kind, name, created_at) VALUES ($1, 'agency', $1, '2026-01-01Z') RETURNING id`,
          [`H-${how.toUpperCase()}`],
        )
      ).rows[0]!.id;
      const leaving = await mawa.signIn('reintegration_officer', { organisationId });
      const own = await mawa.signIn('case_supervisor', { organisationId });
      const admin = await mawa.signIn('administrator');
      const id = await begin(leaving);
      await type(id, 'identity', 'next', { 'people.0.names.given': 'Hawa' }, leaving);
      const { userId } = leaving.actor;
      if (how === 'closing') {
        await admin.post(`/api/v1/users/${userId}/closing`, { reason: 'left' }).expect(201);
      } else {
        const { body } = await admin.get(`/api/v1/users/${userId}`).expect(200);
        await admin.delete(`/api/v1/roles/${body.roles[0].id}`).expect(204);
      }
      expect((await opened(own, id, 'identity')).text).toContain('value="Hawa"');
      await samira.get(pathOf(id, 'identity')).expect(404);
      const { body } = await own.get('/api/v1/tasks').expect(200);
      expect(body.tasks.map(({ kind }: { kind: string }) => kind)).toEqual(['intake_handed']);
      const { rows } = await mawa.admin.query(
        'SELECT from_user, to_user FROM intake_hand_overs WHERE intake_id = $1',
        [id],
      );
      expect(rows).toEqual([{ from_user: userId, to_user: own.actor.userId }]);
    },
  );

  it('is cancelled for a reason, and what was typed is destroyed at once', async () => {
    const id = await begin();
    await type(id, 'identity', 'pause', { 'people.0.names.given': 'Oumou' });
    expect(await keysOf(id)).toBe(1);
    const path = `/people/intakes/${id}/cancellation`;
    await leila
      .submit(path, {})
      .expect(422)
      .expect(/Choisissez pourquoi l’entretien est annulé/);
    await leila.submit(path, { reason: 'person_left' }).expect(303);
    expect(await rowOf(id)).toMatchObject({
      outcome: 'cancelled',
      reason: 'person_left',
      sealed: null,
      ended_by: leila.actor.userId,
    });
    expect(await keysOf(id)).toBe(0);
    await leila.submit(path, { reason: 'person_left' }).expect(409);
    await leila.post(`/api/v1/intakes/${id}/registration`, { revision: 2 }).expect(409);
  });

  it('that nobody goes on with is announced three days before, and gone after fourteen', async () => {
    const [left, taken] = [await begin(), await begin()];
    for (const id of [left, taken]) {
      await type(id, 'identity', 'pause', { 'people.0.names.given': 'Djeneba' });
    }
    const prune = () => mawa.app.get(JobRunner).prune();
    const open = (id: string) =>
      count(`tasks WHERE kind = 'intake_ends' AND subject_id = $1 AND done_at IS NULL`, [id]);
    mawa.clock.advance(10.9 * DAY);
    await prune();
    expect([await open(left), await open(taken)]).toEqual([0, 0]);
    mawa.clock.advance(0.2 * DAY);
    await prune();
    expect([await open(left), await open(taken)]).toEqual([1, 1]);
    leila = await mawa.signInAs(leila.email);
    const day = await leila.get('/').expect(200);
    expect(day.text).toContain('Un entretien d’accueil en pause va être détruit');
    await type(taken, 'identity', 'pause', { 'people.0.names.given': 'Djeneba' });
    expect([await open(left), await open(taken)]).toEqual([1, 0]);
    mawa.clock.advance(3 * DAY);
    await prune();
    expect(await rowOf(left)).toMatchObject({ outcome: 'expired', sealed: null });
    expect([await keysOf(left), await keysOf(taken), await open(left)]).toEqual([0, 1, 0]);
    expect(await rowOf(taken)).toMatchObject({ outcome: null });
    expect(
      await count(`audit_log WHERE action = 'intakes.expire' AND $1 = ANY (subject_ids)`, [left]),
    ).toBe(1);
  });

  it('of a colleague who is absent goes to the deputy before it would be destroyed', async () => {
    const [away, deputy] = [
      await mawa.signIn('reintegration_officer'),
      await mawa.signIn('reintegration_officer'),
    ];
    const { body: paused } = await away.post('/api/v1/intakes', {}).expect(201);
    await away
      .put(`/api/v1/intakes/${paused.id}/steps/identity`, {
        revision: 1,
        answers: { 'people.0.names.given': 'Mariama' },
      })
      .expect(200);
    const today = mawa.clock.now().getTime();
    const dayIn = (days: number) => new Date(today + days * DAY).toISOString().slice(0, 10);
    await away
      .post('/api/v1/deputies', { deputyId: deputy.actor.userId, until: dayIn(30) })
      .expect(201);
    const prune = () => mawa.app.get(JobRunner).prune();
    mawa.clock.advance(10 * DAY);
    await prune();
    let standIn = await mawa.signInAs(deputy.email);
    await standIn.get(`/api/v1/intakes/${paused.id}`).expect(404);
    mawa.clock.advance(1.5 * DAY);
    await prune();
    standIn = await mawa.signInAs(deputy.email);
    const { body } = await standIn.get(`/api/v1/intakes/${paused.id}`).expect(200);
    expect(body.answers).toMatchObject({ 'people.0.names.given': 'Mariama' });
    const { body: tasks } = await standIn.get('/api/v1/tasks').expect(200);
    expect(tasks.tasks.map(({ path }: { path: string }) => path)).toContain(
      `/people/intakes/${paused.id}`,
    );
    mawa.clock.advance(3 * DAY);
    await prune();
    expect(await rowOf(paused.id)).toMatchObject({ outcome: null });
    const back = await mawa.signInAs(away.email);
    await back.get(`/api/v1/intakes/${paused.id}`).expect(404);
  });

  it('stays with a colleague whose deputy is absent too', async () => {
    const [away, deputy, third] = [
      await mawa.signIn('reintegration_officer'),
      await mawa.signIn('reintegration_officer'),
      await mawa.signIn('reintegration_officer'),
    ];
    const { body: paused } = await away.post('/api/v1/intakes', {}).expect(201);
    const until = new Date(mawa.clock.now().getTime() + 30 * DAY).toISOString().slice(0, 10);
    for (const [one, other] of [
      [away, deputy],
      [deputy, third],
    ] as const) {
      await one.post('/api/v1/deputies', { deputyId: other.actor.userId, until }).expect(201);
    }
    mawa.clock.advance(11.5 * DAY);
    await mawa.app.get(JobRunner).prune();
    const { rows } = await mawa.admin.query('SELECT holder_id FROM intakes WHERE id = $1', [
      paused.id,
    ]);
    expect(rows).toEqual([{ holder_id: away.actor.userId }]);
  });

  it('the interface does all that the pages do', async () => {
    const me = await mawa.signIn('shelter_manager');
    const { body: begun } = await me.post('/api/v1/intakes', {}, 'entretien-1').expect(201);
    expect((await me.post('/api/v1/intakes', {}, 'entretien-1').expect(201)).body).toEqual(begun);
    const family = await me.post('/api/v1/intakes', { others: ['child', 'child'] }).expect(201);
    const three = await me.get(`/api/v1/intakes/${family.body.id}`).expect(200);
    expect(three.body).toMatchObject({ people: [0, 1, 2], revision: 2 });
    expect(three.body.answers).toEqual({
      'people.1.relation': 'child',
      'people.2.relation': 'child',
    });
    const path = `/api/v1/intakes/${begun.id}`;
    const added = await me.post(`${path}/people`, { revision: 1, relation: 'child' }).expect(201);
    expect(added.body).toMatchObject({ revision: 2, people: [0, 1] });
    const answers = { 'people.0.names.given': 'Nene', 'people.0.sex': 'female' };
    const saved = await me
      .put(`${path}/steps/identity`, { revision: 2, answers, then: 'next' })
      .expect(200);
    expect(saved.body).toMatchObject({ revision: 3, step: 'age', problems: [] });
    const stale = { revision: 2, answers: { 'people.0.names.given': 'Nènè' } };
    const refused = await me.put(`${path}/steps/identity`, stale).expect(409);
    expect(refused.body.code).toBe('intake.changed_meanwhile');
    const merged = await me.put(`${path}/steps/identity`, { ...stale, was: {} }).expect(200);
    expect(merged.body).toMatchObject({
      answers: { 'people.0.names.given': 'Nènè', 'people.0.sex': 'female' },
      elsewhere: { 'people.0.names.given': 'Nene' },
      taken: ['people.0.sex'],
    });
    await me.put(`${path}/steps/identity`, { revision: 4, answers: { x: { y: 1 } } }).expect(422);
    await me.put(`${path}/steps/identity`, { revision: 'un', answers: {} }).expect(422);
    await me.post(`${path}/people/1/removal`, { revision: 4 }).expect(201);
    const back = await me.post(`${path}/people/1/return`, { revision: 5 }).expect(201);
    expect(back.body).toMatchObject({ people: [0, 1], removed: [] });
    const chosen = { revision: 6, answers: { ...answers, 'people.0.names.given': 'Nènè' } };
    await me.put(`${path}/steps/identity`, chosen).expect(200);
    const registered = await me.post(`${path}/registration`, { revision: 7 }).expect(201);
    expect(registered.body.cases).toHaveLength(2);
    expect((await me.post(`${path}/registration`, { revision: 7 }).expect(201)).body).toEqual(
      registered.body,
    );
  });

  it('the first page leads to the quick form in one press, and says how many intakes are paused', async () => {
    const manager = await mawa.signIn('shelter_manager');
    await begin(manager);
    const { text } = await manager.get('/').expect(200);
    expect(text).toContain('href="/people/new"');
    expect(text).toContain('1 en cours');
    const quick = await manager.get('/people/new').expect(200);
    expect(quick.text).toContain('/people/intakes');
  });
});
