import pino from 'pino';
import { newCode, newSlipNumber } from '../../modules/complaints/receipt-code.rules';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aFocalPoint, everythingAsText, say, seenBy, theComplaint, withNumber } from './complaints';

const WORDS = 'La gardienne de nuit entre dans ma chambre et prend mon téléphone.';

describe('somebody who has no account says what is wrong', () => {
  let mawa: TestApp;
  let khadija: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    khadija = await aFocalPoint(mawa);
  });
  afterAll(() => mawa.stop());

  it('and is answered, with the number alone, until it is closed', async () => {
    const { body } = await say(mawa, { text: WORDS, kind: 'theft', region: '04' }).expect(201);
    expect(body.code).toMatch(/^\d{16}$/);
    const before = await withNumber(mawa, 'read', body.code).expect(200);
    expect(before.body).toMatchObject({
      stage: 'received',
      words: [{ mine: true, text: WORDS }],
      dueAt: '2026-11-26T23:10:00.000Z',
    });

    const [id] = await seenBy(khadija);
    const path = `/api/v1/complaints/${id}`;
    const closed = await khadija.get(path).expect(200);
    expect(closed.body.words).toBeNull();
    expect(JSON.stringify(closed.body)).not.toContain('gardienne');
    expect(closed.body.complaint).toMatchObject({
      kind: 'theft',
      region: '04',
      safeguarding: false,
      acknowledgeBy: '2026-11-26T23:10:00.000Z',
      answerBy: '2026-12-24T23:10:00.000Z',
    });
    const opened = await khadija.get(`${path}?words=1`).expect(200);
    expect(opened.body.words.said).toMatchObject([{ kind: 'said', text: WORDS }]);

    await khadija.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    await khadija.post(`${path}/answers`, { text: 'Nous vous croyons.', final: 'no' }).expect(201);
    await khadija.post(`${path}/notes`, { note: 'Appeler l’association.' }).expect(201);
    await khadija.post(`${path}/steps`, { to: 'under_investigation' }).expect(204);
    await khadija.post(`${path}/measures`, { measure: 'moved_away' }).expect(201);
    await khadija.post(`${path}/answers`, { text: 'Il est rendu.', final: 'yes' }).expect(201);

    const answered = await withNumber(mawa, 'read', body.code).expect(200);
    expect(answered.body.stage).toBe('answered');
    expect(answered.body.words.map(({ text }: { text: string }) => text)).toEqual([
      WORDS,
      'Nous vous croyons.',
      'Il est rendu.',
    ]);
    expect(answered.text).not.toContain('association');
    await withNumber(mawa, 'opinion', body.code, { satisfied: 'yes' }).expect(200);
    await khadija.post(`${path}/steps`, { to: 'closed', reason: 'satisfied' }).expect(204);
    const end = await khadija.get(path).expect(200);
    expect(end.body.complaint).toMatchObject({ stage: 'closed', satisfied: true, dueAt: null });
    expect(await seenBy(khadija)).toEqual([]);
  });

  it('and comes back: what was closed is open again', async () => {
    mawa.clock.advance(1000);
    const { body } = await say(mawa, { text: 'Encore une fois.' }).expect(201);
    const id = await theComplaint(mawa);
    const path = `/api/v1/complaints/${id}`;
    await khadija.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    await khadija.post(`${path}/answers`, { text: 'Réponse.', final: 'yes' }).expect(201);
    await khadija.post(`${path}/steps`, { to: 'closed', reason: 'settled' }).expect(204);
    mawa.clock.advance(3_600_000);
    const again = await withNumber(mawa, 'more', body.code, { text: 'Cela recommence.' }).expect(
      200,
    );
    expect(again.body.stage).toBe('reopened');
    expect(await seenBy(khadija)).toContain(id);
    const { body: tasks } = await khadija.get('/api/v1/tasks').expect(200);
    expect(tasks.tasks.map(({ kind }: { kind: string }) => kind)).toContain('complaint_words');
  });

  it('10,000 characters, formula text and any script are kept as they are; more, and NUL, are refused', async () => {
    for (const text of [
      'م'.repeat(10_000),
      '=HYPERLINK("http://x")',
      '<script>alert(1)</script>',
    ]) {
      const { body } = await say(mawa, { text }).expect(201);
      const read = await withNumber(mawa, 'read', body.code).expect(200);
      expect(read.body.words[0].text).toBe(text);
    }
    for (const [bad, code] of [
      [{ text: 'x'.repeat(10_001) }, 'common.fields'],
      [{ text: 'a\0b' }, 'common.broken_text'],
      [{ text: '   ' }, 'complaints.nothing_said'],
      [{}, 'complaints.nothing_said'],
      [{ text: 'x', kind: 'no_such' }, 'common.not_choice'],
      [{ text: 'x', region: '99' }, 'common.not_choice'],
      [{ text: 'x', nobodyKnows: 1 }, 'common.fields'],
    ] as const) {
      const answer = await say(mawa, bad);
      expect([bad, answer.status, answer.body.code]).toEqual([bad, 422, code]);
    }
  });

  it('in Arabic or English where the address says so, whoever is signed in at that browser', async () => {
    const { text } = await mawa.http().get('/mot/new?l=ar').expect(200);
    expect(text).toContain('<html lang="ar" dir="rtl">');
    const cookie = khadija.headers.cookie!;
    const page = await mawa.http().get('/mot?l=en').set('cookie', cookie).expect(200);
    expect(page.text).toContain('A word to say?');
    expect(page.text).not.toContain(khadija.actor.name);
    expect(page.text).not.toMatch(/Mawa|complain|plainte/i);
  });
});

describe('the address on the paper', () => {
  it('is found however a phone writes it, and leaves no cookie either way', async () => {
    const mawa = await startApp();
    try {
      for (const [path, status] of [
        ['/mot', 200],
        ['/mot?l=xx', 200],
        ['/Mot', 303],
        ['/MOT', 303],
      ] as const) {
        const { status: got, headers } = await mawa.http().get(path);
        expect([path, got, headers['set-cookie']]).toEqual([path, status, undefined]);
        const head = await mawa.http().head(path);
        expect([path, head.headers['set-cookie']]).toEqual([path, undefined]);
      }
    } finally {
      await mawa.stop();
    }
  });

  it('takes nothing from a form of another site', async () => {
    const mawa = await startApp();
    try {
      const answer = await mawa
        .http()
        .post('/mot/new')
        .set('sec-fetch-site', 'cross-site')
        .type('form')
        .send({ text: 'x' });
      expect(answer.status).toBe(403);
    } finally {
      await mawa.stop();
    }
  });
});

describe('the channel leaves no trace of who spoke', () => {
  it('no cookie, no cache, no address of the sender in any table, no line in the log, no count', async () => {
    const lines: string[] = [];
    const token = 'un-jeton-pour-les-mesures';
    const mawa = await startApp({
      env: { TRUST_PROXY: '127.0.0.1', LOG_LEVEL: 'info', MAWA_METRICS_TOKEN: token },
    });
    const measured = () => mawa.http().get('/metrics').set('authorization', `Bearer ${token}`);
    const log = mawa.app.getHttpAdapter().getInstance().log as unknown as Record<symbol, object>;
    const stream = log[pino.symbols.streamSym] as { write(line: string): boolean };
    const write = jest.spyOn(stream, 'write').mockImplementation((line) => lines.push(line) > 0);
    try {
      await aFocalPoint(mawa);
      const from = { 'x-forwarded-for': '203.0.113.77', 'user-agent': 'TelephoneDeNadia/9' };
      const call = (path: string) => mawa.http().post(path).set(from);
      const sent = await call('/api/v1/mot').send({ text: 'Un mot de Nadia.' }).expect(201);
      await call('/api/v1/mot/read').send({ code: sent.body.code }).expect(200);
      await call('/api/v1/mot/read').send({ code: '0000572400005724' }).expect(422);
      const pages = [
        await mawa.http().get('/mot').set(from).expect(200),
        await mawa.http().get('/mot/new').set(from).expect(200),
        await call('/mot/new').type('form').send({ text: 'Un autre mot.' }).expect(201),
        await call('/mot/read').type('form').send({ code: sent.body.code }).expect(200),
      ];
      for (const { headers } of pages) {
        expect(headers['set-cookie']).toBeUndefined();
        expect(headers['cache-control']).toBe('no-store');
        expect(headers['referrer-policy']).toBe('no-referrer');
      }
      const assets = [...pages[0]!.text.matchAll(/\/assets\/[\w./-]+/g)].map(([path]) => path);
      expect(assets.length).toBeGreaterThan(1);
      for (const path of assets) {
        const { headers } = await mawa.http().get(path).set(from).expect(200);
        expect(headers['set-cookie']).toBeUndefined();
      }
      const all = await everythingAsText(mawa);
      expect(all).toContain('complaints: ');
      const traces = ['203.0.113.77', 'TelephoneDeNadia', sent.body.code, 'Un mot de Nadia'];
      for (const trace of traces) expect([trace, all.includes(trace)]).toEqual([trace, false]);
      const { text: metrics } = await measured().expect(200);
      const logged = lines.join('');
      // The same ears do hear the other pages.
      await mawa.http().get('/sign-in').expect(200);
      expect(lines.join('')).toContain('/sign-in');
      expect((await measured()).text).toContain('/sign-in');
      for (const trace of [...traces, '/mot']) {
        expect([trace, logged.includes(trace)]).toEqual([trace, false]);
      }
      expect(metrics).not.toContain('/mot');
    } finally {
      write.mockRestore();
      await mawa.stop();
    }
  });
});

describe('guessing numbers', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp({ env: { TRUST_PROXY: '127.0.0.1' } })));
  afterAll(() => mawa.stop());

  const from = (address: string, code: string) =>
    mawa.http().post('/api/v1/mot/read').set('x-forwarded-for', address).send({ code });
  /** Valid by their check digits, and nobody's. */
  const numbers = Array.from({ length: 100 }, (_, at) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(7919 * (at + 1)));
    return newCode(newSlipNumber(bytes), bytes);
  });

  it('is limited for each address, also all at once, and all are answered alike', async () => {
    const answers = await Promise.all(
      numbers.slice(0, 80).map((code) => from('198.51.100.7', code)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    const told = answers.filter(({ status }) => status === 422).map(({ body }) => body.code);
    expect(new Set(told)).toEqual(new Set(['complaints.no_such_number']));
    expect((await from('198.51.100.8', numbers[81]!)).status).toBe(422);
  });

  it('does not count whoever types the right one, and says of a wrong digit that it is one', async () => {
    const { body } = await mawa
      .http()
      .post('/api/v1/mot')
      .set('x-forwarded-for', '198.51.100.9')
      .send({ text: 'x' })
      .expect(201);
    for (let turn = 0; turn < 15; turn += 1) await from('198.51.100.9', body.code).expect(200);
    const wrong = `${body.code.slice(0, 15)}${(Number(body.code[15]) + 1) % 10}`;
    for (let turn = 0; turn < 15; turn += 1) {
      const { status, body: told } = await from('198.51.100.9', wrong);
      expect([status, told.errors[0].code]).toEqual([422, 'complaints.mistyped']);
    }
  });

  it('is limited for one slip of paper, whatever address it comes from', async () => {
    const statuses: number[] = [];
    for (let turn = 0; turn < 52; turn += 1) {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64BE(BigInt(104_729 * (turn + 1)));
      statuses.push((await from(`192.0.2.${turn + 1}`, newCode('00005724', bytes))).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 50 }, () => 422), 429, 429]);
  });

  it('and what was typed to be added stays typed where the number is wrong or was tried too often', async () => {
    const words = 'Ce que je voulais encore dire.';
    for (const address of ['198.51.100.7', '198.51.100.77']) {
      const { text } = await mawa
        .http()
        .post('/mot/more')
        .set('x-forwarded-for', address)
        .type('form')
        .send({ code: numbers[82], text: words });
      expect(text).toContain(words);
      expect(text).toMatch(/action="\/mot\/more/);
    }
  });

  it('never stops anybody from writing', async () => {
    const answer = await mawa
      .http()
      .post('/api/v1/mot')
      .set('x-forwarded-for', '198.51.100.7')
      .send({ text: 'Je peux encore écrire.' });
    expect(answer.status).toBe(201);
  });

  it('nor does whoever sends empty forms from the same house: only what is kept counts', async () => {
    const from = (body: object) =>
      mawa.http().post('/api/v1/mot').set('x-forwarded-for', '198.51.100.99').send(body);
    for (let turn = 0; turn < 35; turn += 1) await from({ text: '  ' }).expect(422);
    await from({ text: 'Et moi, j’ai quelque chose à dire.' }).expect(201);
  });
});
