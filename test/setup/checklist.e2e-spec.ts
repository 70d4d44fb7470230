import { keyCheckValue, type KeyFile, newKey, readKeyFile } from '../../modules/access';
import { Mailer } from '../../modules/platform/mail/mailer';
import { ROLES } from '../../modules/platform/shared/actor';
import { aShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('the check list of administrators', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({
      env: { MAWA_IDLE_MINUTES: '240', MAWA_MAIL_URL: 'smtp://127.0.0.1:1' },
    });
    admin = await mawa.signIn('administrator', { language: 'en' });
  });
  afterAll(() => mawa.stop());

  const itemOf = async (key: string) => {
    const { body } = await admin.get('/api/v1/setup-checklist').expect(200);
    return body.items.find((item: { key: string }) => item.key === key);
  };
  const keyFile = () => readKeyFile(mawa.env.keyFile);

  it('counts an account only once its password is chosen and its role confirmed', async () => {
    const { body } = await admin
      .post('/api/v1/users', { email: 'fin@example.org', name: 'Fin', role: 'finance_officer' })
      .expect(201);
    expect(await itemOf('finance_officer')).toMatchObject({
      state: 'missing',
      missing: [{ key: 'waiting', params: { waiting: 1 } }],
    });
    await mawa.admin.query(
      'UPDATE user_roles SET confirmed_by = $2, confirmed_at = $3 WHERE user_id = $1',
      [body.id, '00000000-0000-4000-8000-000000000003', mawa.clock.now()],
    );
    expect(await itemOf('finance_officer')).toMatchObject({ state: 'missing' });
    await mawa.admin.query(`UPDATE users SET password_hash = 'x' WHERE id = $1`, [body.id]);
    expect(await itemOf('finance_officer')).toMatchObject({ state: 'done' });
  });

  it('is for administrators alone', async () => {
    for (const role of ROLES.filter((one) => one !== 'administrator')) {
      const person = await mawa.signIn(role);
      const statuses = [
        (await person.get('/setup-checklist')).status,
        (await person.get('/api/v1/setup-checklist')).status,
        (await person.post('/api/v1/setup-checklist/confirmations', { subject: 'lists' })).status,
        (await person.submit('/setup-checklist/confirmations', { subject: 'lists' })).status,
        (await person.post('/api/v1/setup-checklist/test-mails')).status,
      ];
      expect([role, statuses]).toEqual([role, [403, 403, 403, 403, 403]]);
      expect((await person.get('/')).text).not.toContain('id="setup-panel"');
    }
  });

  it('stands on the first page with what is missing and what that prevents', async () => {
    const { text } = await admin.get('/').expect(200);
    expect(text).toContain('Getting started');
    expect(text).toContain('If this server is lost');
    const { text: whole } = await admin.get('/setup-checklist').expect(200);
    for (const words of ['No grant is open', 'No shelter is entered', 'MAWA_PUBLIC_URL'])
      expect(whole).toContain(words);
  });

  it('leads to the pages that the reader may open, and says whose the others are', async () => {
    const { text } = await admin.get('/setup-checklist');
    expect(text).toContain('href="/admin/shelters"');
    expect(text).toContain('Opened by finance or programme officers');
    expect(text).not.toContain('href="/budget/grants"');
    const both = await mawa.signIn(['administrator', 'finance_officer']);
    const page = await both.get('/setup-checklist');
    for (const [, path] of page.text.matchAll(/class="btn btn-sm btn-primary" href="([^"#]+)/g))
      expect([path, (await both.get(path!)).status]).toEqual([path, 200]);
    expect(page.text).toContain('href="/budget/grants"');
  });

  it('follows the rows: a shelter, its beds, its manager', async () => {
    expect(await itemOf('shelters')).toMatchObject({ state: 'missing' });
    expect(await itemOf('last_night')).toMatchObject({ state: 'later' });
    const house = await aShelter(mawa, { A: { beds: 2 } });
    expect(await itemOf('shelters')).toMatchObject({ state: 'done', missing: [] });
    expect(await itemOf('shelter_managers')).toMatchObject({ state: 'missing' });
    await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    expect(await itemOf('shelter_managers')).toMatchObject({ state: 'done' });
    // Two nights later nobody has closed the first one.
    mawa.clock.advance(48 * 3_600_000);
    admin = await mawa.signInAs(admin.email);
    expect(await itemOf('last_night')).toMatchObject({
      state: 'missing',
      missing: [{ key: 'last_night' }],
    });
    const { text } = await admin.get('/setup-checklist').expect(200);
    expect(text).toContain('and closes them');
    await mawa.admin.query('UPDATE shelters SET active = false WHERE id = $1', [house.id]);
    expect(await itemOf('shelters')).toMatchObject({ state: 'missing' });
  });

  describe('the copy of the key file', () => {
    it('is believed by its check value alone, with who said it and when', async () => {
      const other: KeyFile = { ...keyFile(), master: Buffer.from(newKey()) };
      for (const wrong of ['', 'abcd', keyCheckValue(other)]) {
        const refused = await admin.submit('/setup-checklist/confirmations', {
          subject: 'key_copy',
          keyCheck: wrong,
        });
        expect([
          refused.status,
          refused.text.includes('is not that of the key file in use'),
        ]).toEqual([422, true]);
      }
      expect(await itemOf('key_copy')).toMatchObject({ state: 'missing' });
      const typed = ` ${keyCheckValue(keyFile()).toUpperCase().replaceAll('-', ' ')} `;
      const done = await admin.submit('/setup-checklist/confirmations', {
        subject: 'key_copy',
        keyCheck: typed,
      });
      expect([done.status, done.headers.location]).toEqual([303, '/setup-checklist']);
      expect(await itemOf('key_copy')).toMatchObject({
        state: 'done',
        confirmation: {
          by: admin.actor.name,
          keyFile: keyFile().id,
          at: mawa.clock.now().toISOString(),
        },
      });
      const { rows } = await mawa.admin.query(
        `SELECT fields FROM audit_log WHERE action = 'setup.confirm' AND actor_id = $1`,
        [admin.actor.userId],
      );
      expect(rows).toEqual([{ fields: ['key_copy'] }]);
    });

    it('counts no longer once another key file is in use', async () => {
      await mawa.admin.query(
        `UPDATE setup_confirmations SET key_file = 'older' WHERE subject = 'key_copy'`,
      );
      expect(await itemOf('key_copy')).toMatchObject({
        state: 'missing',
        missing: [{ key: 'key_copy_of_another' }],
      });
    });

    it('has a check value that is the same for a true copy and says nothing of the keys', () => {
      const value = keyCheckValue(keyFile());
      expect(value).toMatch(/^([0-9a-f]{4}-){7}[0-9a-f]{4}$/);
      expect(keyCheckValue({ ...keyFile() })).toBe(value);
      for (const changed of [
        { id: 'x' },
        { master: Buffer.from(newKey()) },
        { documents: Buffer.from(newKey()) },
      ])
        expect(keyCheckValue({ ...keyFile(), ...changed })).not.toBe(value);
    });
  });

  describe('mail', () => {
    it('is confirmed by the code that arrived, at the address of the administrator', async () => {
      const sent = jest.spyOn(mawa.app.get(Mailer), 'send').mockResolvedValue();
      await admin.submit('/setup-checklist/test-mails', {}).expect(303);
      const [mail] = sent.mock.calls[0]!;
      expect([mail.to, mail.subject]).toEqual([admin.email, 'Test']);
      const code = /\d{9}/.exec(mail.text)![0];
      const wrong = String((Number(code) + 1) % 1_000_000_000).padStart(9, '0');
      const confirm = (mailCode: string) =>
        admin.post('/api/v1/setup-checklist/confirmations', { subject: 'mail', mailCode });
      expect((await confirm(wrong)).body.code).toBe('setup.other_mail_code');
      expect(await itemOf('mail')).toMatchObject({ state: 'missing' });
      await confirm(code).expect(204);
      expect(await itemOf('mail')).toMatchObject({ state: 'done' });
      sent.mockRestore();
    });

    it('says so where the server does not take it', async () => {
      const sent = jest.spyOn(mawa.app.get(Mailer), 'send').mockRejectedValue(new Error('refused'));
      const answer = await admin.post('/api/v1/setup-checklist/test-mails');
      expect([answer.status, answer.body.code]).toEqual([409, 'setup.mail_not_sent']);
      sent.mockRestore();
    });
  });

  it('takes the word of whoever looked the lists and texts over', async () => {
    for (const subject of ['lists', 'texts']) {
      await admin.submit('/setup-checklist/confirmations', { subject }).expect(303);
      expect(await itemOf(subject)).toMatchObject({
        state: 'done',
        confirmation: { by: admin.actor.name },
      });
    }
    const unknown = await admin.post('/api/v1/setup-checklist/confirmations', { subject: 'grant' });
    expect(unknown.status).toBe(422);
  });

  it('lets the database refuse a word in another name', async () => {
    const officer = await mawa.signIn('programme_officer');
    const add = (actor: SignedIn['actor'], by: string) =>
      mawa.transactions.run(actor, (tx) =>
        tx.query(`INSERT INTO setup_confirmations (subject, said_by) VALUES ('lists', $1)`, [by]),
      );
    await expect(add(officer.actor, officer.actor.userId)).rejects.toMatchObject({ code: '42501' });
    await expect(add(admin.actor, officer.actor.userId)).rejects.toMatchObject({ code: '42501' });
    const seen = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT id FROM setup_confirmations'),
    );
    expect(seen).toEqual([]);
    const [row] = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT kinds_with_unit_cost() AS kinds'),
    );
    expect(row).toEqual({ kinds: null });
  });
});
