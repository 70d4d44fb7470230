import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { Browser, plain } from '../support/browser';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aShelter, standsAt, type TestShelter } from '../shelter-beds/house';

const WORDS = 'Une dispute dans la cuisine,\nsans blessure.';

describe('a form that is not accepted', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let manager: SignedIn;
  let colleague: SignedIn;
  let path: string;
  const right = { kind: 'conflict', severity: 'minor', text: WORDS };
  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    house = await aShelter(mawa, { A: { beds: 2 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    colleague = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    path = `/house/${house.id}/incidents`;
  });
  afterAll(() => mawa?.stop());

  const browserOf = ({ headers }: SignedIn) => new Browser(mawa, headers);
  const linkIn = ({ text }: Response, start: string) =>
    plain(new RegExp(`href="(${start}[^"]*)"`).exec(text)?.[1]);
  const endSessions = () =>
    mawa.admin.query('UPDATE sessions SET ended_at = $1', [mawa.clock.now()]);
  const signedInAgain = async (who: SignedIn) => mawa.signInAs(who.email);
  const incidents = async () => (await mawa.admin.query('SELECT 1 FROM incidents')).rowCount;

  describe('because something in it is wrong', () => {
    it('is shown at an address that says the same each time it is loaded', async () => {
      const browser = browserOf(manager);
      const page = await browser.get(path);
      const answer = await browser.send(page, path, { text: WORDS, kind: 'conflict' });
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toMatch(new RegExp(`^${path}\\?_draft=[0-9a-f-]{36}$`));
      for (const time of ['first', 'second']) {
        const shown = await browser.get(answer.headers.location!);
        expect([time, shown.status]).toEqual([time, 422]);
        expect(shown.text).toContain('sans blessure.</textarea>');
        expect(shown.text).toContain('Ce champ est nécessaire');
      }
      expect(await incidents()).toBe(0);
    });

    it('keeps its address where it is refused again, and gives it up once it is accepted', async () => {
      const browser = browserOf(manager);
      const first = await browser.send(await browser.get(path), path, { text: WORDS });
      const again = await browser.send(await browser.get(first.headers.location!), path, {
        text: `${WORDS} Deux personnes.`,
      });
      expect(again.headers.location).toBe(first.headers.location);
      const shown = await browser.get(again.headers.location!);
      expect(shown.text).toContain('Deux personnes.</textarea>');
      const done = await browser.send(shown, path, right);
      expect(done.headers.location).not.toContain('_draft');
      const after = await browser.get(first.headers.location!);
      expect([after.status, after.headers.location]).toEqual([303, path]);
      expect((await browser.get(path)).text).toContain('Ce formulaire n’est plus gardé');
    });

    it('stays where another form of the page is sent, and is shown in another language', async () => {
      const browser = browserOf(manager);
      const { headers } = await browser.send(await browser.get(path), path, { text: WORDS });
      const shown = await browser.get(headers.location!);
      const changed = await browser.send(shown, '/language', { language: 'en' });
      expect(changed.headers.location).toBe(headers.location);
      const english = await browser.get(headers.location!);
      expect(english.status).toBe(422);
      expect(english.text).toContain('sans blessure.</textarea>');
      expect(english.text).toContain('This field is needed');
      await browser.send(english, '/language', { language: 'fr' });
    });

    it('is read by nobody else, not even with its address in the same browser', async () => {
      const browser = browserOf(manager);
      const { headers } = await browser.send(await browser.get(path), path, { text: WORDS });
      const elsewhere = await colleague.get(headers.location!);
      expect([elsewhere.status, elsewhere.headers.location]).toEqual([303, path]);
      const hers = browserOf(colleague);
      const mine = browserOf(manager);
      expect((await mine.get(headers.location!)).status).toBe(303); // without the cookie of the draft
      const cookie = `${colleague.headers.cookie}; mawa_draft=${browser.cookie('mawa_draft')}`;
      const answer = await mawa.http().get(headers.location!).set('cookie', cookie);
      expect(answer.status).toBe(303);
      expect((await hers.open(headers.location!)).text).not.toContain('dispute dans la cuisine');
    });

    it('is kept twenty times for an account at most, with cookies or without', async () => {
      const { headers } = await mawa.signInAs(manager.email);
      for (let time = 0; time < 23; time += 1) {
        const { status } = await browserOf({ headers } as SignedIn)
          .get(path)
          .then((page) => browserOf({ headers } as SignedIn).send(page, path, { text: WORDS }));
        expect(status).toBe(303);
      }
      const kept = await mawa.admin.query('SELECT 1 FROM form_drafts WHERE user_id = $1', [
        manager.actor.userId,
      ]);
      expect(kept.rowCount).toBe(20);
    });

    it('is gone after half an hour', async () => {
      const late = await startApp();
      try {
        const shelter = await aShelter(late, { A: { beds: 1 } });
        const she = await late.signIn('shelter_manager', { shelterIds: [shelter.id] });
        const browser = new Browser(late, she.headers);
        const at = `/house/${shelter.id}/incidents`;
        const { headers } = await browser.send(await browser.get(at), at, { text: WORDS });
        late.clock.advance(15 * 60_000);
        expect((await browser.get(headers.location!)).status).toBe(422);
        late.clock.advance(16 * 60_000);
        expect((await browser.get(headers.location!)).status).toBe(303);
      } finally {
        await late.stop();
      }
    });

    it('is answered where it was sent when a script asks, and by problem+json in the API', async () => {
      const browser = browserOf(manager);
      const page = await browser.get(path);
      const script = await browser.send(page, path, { text: WORDS }, { 'hx-request': 'true' });
      expect(script.status).toBe(422);
      expect(script.text).not.toContain('_page »'); // nothing of ours is an unknown field
      const api = await manager.post(`/api/v1/houses/${house.id}/incidents`, {});
      expect(api.status).toBe(422);
      expect(api.headers['content-type']).toContain('application/problem+json');
    });
  });

  describe('because the session had ended', () => {
    it('comes back on its own page to whoever wrote it, once she has signed in', async () => {
      const she = await signedInAgain(manager);
      const browser = browserOf(she);
      const page = await browser.get(path);
      await endSessions();
      const before = await incidents();
      const answer = await browser.send(page, path, right);
      expect(answer.status).toBe(401);
      expect(answer.text).toContain('est gardé 30 minutes');
      const signIn = linkIn(answer, '/sign-in')!;
      expect(signIn).not.toMatch(/dispute|cuisine|house/);
      const signedIn = await browser.signIn(await browser.get(signIn), she.email);
      const shown = await browser.open(signedIn.headers.location!);
      expect(shown.status).toBe(200);
      expect(shown.text).toContain(`data-draft="${path}"`);
      expect(shown.text).toContain(`data-field="text">${WORDS}</p>`);
      expect(shown.text).toContain('data-field="severity" hidden>minor</p>');
      expect(await incidents()).toBe(before);
    });

    it('comes back even where the browser lost both the session and the token of the form', async () => {
      const she = await signedInAgain(manager);
      const browser = browserOf(she);
      const page = await browser.get(path);
      browser.forget('mawa_session');
      browser.forget('_csrf');
      const answer = await browser.send(page, path, right);
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('est gardé 30 minutes');
      const signIn = linkIn(answer, '/sign-in')!;
      const signedIn = await browser.signIn(await browser.get(signIn), she.email);
      expect((await browser.open(signedIn.headers.location!)).text).toContain('data-draft=');
    });

    it('is not shown to somebody else who signs in at the same browser', async () => {
      const she = await signedInAgain(manager);
      const browser = browserOf(she);
      const page = await browser.get(path);
      await endSessions();
      const signIn = linkIn(await browser.send(page, path, right), '/sign-in')!;
      const signedIn = await browser.signIn(await browser.get(signIn), colleague.email);
      const shown = await browser.open(signedIn.headers.location!);
      expect(shown.status).toBe(200);
      expect(shown.text).not.toContain('dispute dans la cuisine');
    });

    it('is shown to be copied where its page is gone', async () => {
      const she = await signedInAgain(manager);
      const browser = browserOf(she);
      const page = await browser.get(path);
      await endSessions();
      const signIn = linkIn(await browser.send(page, path, right), '/sign-in')!;
      await mawa.admin.query('DELETE FROM memberships WHERE user_id = $1', [she.actor.userId]);
      const signedIn = await browser.signIn(await browser.get(signIn), she.email);
      const shown = await browser.open(signedIn.headers.location!);
      expect(shown.status).toBe(404);
      expect(shown.text).toContain(`data-field="text">${WORDS}</p>`);
      await mawa.admin.query(
        `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, given_by)
         VALUES ($1, 'shelter', $2, $3, $4)`,
        [she.actor.userId, house.id, new Date('2026-01-01'), colleague.actor.userId],
      );
    });

    it('holds no word in the database, the address or the device that can be read there', async () => {
      const she = await signedInAgain(manager);
      const browser = browserOf(she);
      const page = await browser.get(path);
      await endSessions();
      const answer = await browser.send(page, path, right);
      const { rows } = await mawa.admin.query<{ sealed: Buffer }>('SELECT sealed FROM form_drafts');
      expect(rows.length).toBeGreaterThan(0);
      for (const { sealed } of rows)
        expect(sealed.toString('latin1')).not.toMatch(/dispute|cuisine/);
      const set = String(answer.headers['set-cookie']);
      expect(set).toMatch(/mawa_draft=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax/);
      expect(set).not.toMatch(/dispute/);
    });

    it('is forgotten with the quick exit', async () => {
      const she = await signedInAgain(manager);
      const browser = browserOf(she);
      const page = await browser.get(path);
      const other = await browser.get(path);
      await endSessions();
      await browser.send(page, path, right);
      const count = async () =>
        (await mawa.admin.query('SELECT 1 FROM form_drafts WHERE user_id = $1', [she.actor.userId]))
          .rowCount!;
      const before = await count();
      await browser.send(other, '/quick-exit', {});
      expect(await count()).toBe(before - 1);
      expect(browser.cookie('mawa_draft')).toBeUndefined();
    });
  });

  it('whose token was lost is gone back to without signing in again', async () => {
    const she = await signedInAgain(manager);
    const browser = browserOf(she);
    const page = await browser.get(path);
    browser.forget('_csrf');
    const answer = await browser.send(page, path, right);
    expect(answer.status).toBe(403);
    const back = linkIn(answer, '/\\?_draft')!;
    const shown = await browser.open(back);
    expect(shown.text).toContain(`data-field="text">${WORDS}</p>`);
    const done = await browser.send(shown, path, right);
    expect(done.status).toBe(303);
    expect(await incidents()).toBeGreaterThan(0);
  });

  it('with a password in it is kept nowhere', async () => {
    const she = await signedInAgain(manager);
    const browser = browserOf(she);
    const page = await browser.get('/account');
    await endSessions();
    const count = async () => (await mawa.admin.query('SELECT 1 FROM form_drafts')).rowCount;
    const before = await count();
    const answer = await browser.send(page, '/account/password', {
      currentPassword: 'ancien mot',
      newPassword: 'un autre mot de passe',
    });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toMatch(/est gardé|un autre mot de passe|ancien mot/);
    expect(await count()).toBe(before);
  });

  it('that nobody was shown is not kept for anybody', async () => {
    const before = (await mawa.admin.query('SELECT 1 FROM form_drafts')).rowCount;
    const answer = await mawa
      .http()
      .post(path)
      .type('form')
      .send({ words: 'texte inventé', _page: randomUUID() });
    expect(answer.status).toBe(403);
    expect((await mawa.admin.query('SELECT 1 FROM form_drafts')).rowCount).toBe(before);
  });
});
