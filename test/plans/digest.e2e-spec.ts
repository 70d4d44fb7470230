import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SendDigests } from '../../modules/plans/digest/send-digests.service';
import { readEnv } from '../../modules/platform/config/env';
import { Mailer, openMailer } from '../../modules/platform/mail/mailer';
import type { Language } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { startMailServer, wordsOf } from '../support/mail-server';

const at = (instant: string) => new Date(instant);
describe('the mail of the day', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let caseId: string;
  beforeEach(async () => {
    // Tuesday, 06:50 in the morning.
    mawa = await startApp({
      at: '2026-11-24T06:50:00Z',
      env: { MAWA_PUBLIC_URL: 'https://mawa.example.org', MAWA_IDLE_MINUTES: '720' },
    });
    ({ officer, caseId } = await withTask('fr'));
  });
  afterEach(() => mawa.stop());

  async function withTask(language: Language) {
    const who = await mawa.signIn('reintegration_officer', { language });
    const { body } = await who
      .post('/api/v1/people', { people: [{ names: { given: 'Zoulikha' }, sex: 'female' }] })
      .expect(201);
    const id = body.cases[0].id as string;
    const task = { caseId: id, title: 'appeler Zoulikha', dueOn: '2026-11-24' };
    await who.post('/api/v1/tasks', task).expect(201);
    return { officer: who, caseId: id };
  }

  const mails = (): string[] => {
    const folder = join(mawa.env.MAWA_DATA, 'mail');
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  };
  const run = async (instant: string) => {
    mawa.clock.set(at(instant));
    await mawa.app.get(SendDigests).run();
  };

  it('comes once, at eight, and says how much waits and nothing of anybody', async () => {
    await run('2026-11-24T07:59:00Z');
    expect(mails()).toEqual([]);
    await run('2026-11-24T08:00:00Z');
    await run('2026-11-24T08:05:00Z');
    await run('2026-11-24T15:00:00Z');
    const [mail, ...others] = mails();
    expect(others).toEqual([]);
    expect(mail).toContain(`To: ${officer.email}`);
    const words = wordsOf(mail!);
    expect(words).toContain('1 chose pour aujourd’hui');
    expect(words).toContain('https://mawa.example.org/tasks');
    for (const secret of ['Zoulikha', 'appeler', caseId, 'M-']) expect(words).not.toContain(secret);
    await run('2026-11-25T08:00:00Z');
    expect(mails()).toHaveLength(2);
    expect(mails().map(wordsOf).join()).toContain('1 chose en retard');
  });

  it('does not come where everything was done before', async () => {
    const { body } = await officer.get('/api/v1/tasks').expect(200);
    await officer.post(`/api/v1/tasks/${body.tasks[0].id}/completion`).expect(204);
    await run('2026-11-24T08:00:00Z');
    expect(mails()).toEqual([]);
    const { rows } = await mawa.admin.query('SELECT overdue, today FROM digests');
    expect(rows).toEqual([{ overdue: 0, today: 0 }]);
  });

  it('is not sent late into the quiet evening, nor at the weekend', async () => {
    await run('2026-11-24T20:00:00Z');
    expect(mails()).toEqual([]);
    await run('2026-11-28T09:00:00Z');
    expect(mails()).toEqual([]);
  });

  it('comes when one chose, in one’s language, and not at all where one wants none', async () => {
    const { officer: arab } = await withTask('ar');
    const choice = { at: '10:30', weekdays: [2, 6], quietFrom: '18:00', quietUntil: '08:00' };
    await arab.put('/api/v1/account/digest', { ...choice, wanted: true }).expect(200);
    await officer.put('/api/v1/account/digest', { ...choice, wanted: false }).expect(200);
    const shown = await arab.get('/api/v1/account/digest').expect(200);
    expect(shown.body).toEqual({ ...choice, wanted: true });
    await run('2026-11-24T08:30:00Z');
    expect(mails()).toEqual([]);
    await run('2026-11-24T10:30:00Z');
    expect(mails().map(wordsOf).join()).toContain('أمر واحد لليوم');
    expect(mails()).toHaveLength(1);
    await run('2026-11-28T11:00:00Z');
    expect(mails()).toHaveLength(2);
  });

  it('refuses an hour within the quiet hours, no day, no time, and keeps what was typed', async () => {
    const choice = { at: '06:00', weekdays: ['1'], quietFrom: '20:00', quietUntil: '07:00' };
    const inside = await officer.put('/api/v1/account/digest', { ...choice, wanted: true });
    expect([inside.status, inside.body.code]).toEqual([422, 'digest.in_quiet_hours']);
    await officer.put('/api/v1/account/digest', { ...choice, weekdays: [] }).expect(422);
    await officer.put('/api/v1/account/digest', { ...choice, weekdays: [8] }).expect(422);
    await officer.put('/api/v1/account/digest', { ...choice, at: '25:00' }).expect(422);
    const { text } = await officer.submit('/tasks/digest', { ...choice, wanted: 'yes' });
    expect(text).toContain('dans vos heures calmes');
    expect(text).toContain('value="06:00"');
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `INSERT INTO digest_choices (wanted, at, weekdays, quiet_from, quiet_until)
           VALUES (true, 360, '{1}', 1200, 420)`,
        ),
      ),
    ).rejects.toThrow('digest_choices_not_in_quiet_hours');
    await officer.submit('/tasks/digest', { ...choice, at: '07:30', wanted: 'yes' }).expect(303);
    expect((await officer.get('/tasks/digest').expect(200)).text).toContain('value="07:30"');
  });

  it('is for nobody who may not see tasks, whose account is closed, or who is another', async () => {
    await mawa.signIn('partner_viewer');
    await mawa.admin.query('UPDATE users SET active = false WHERE id = $1', [officer.actor.userId]);
    await run('2026-11-24T08:00:00Z');
    expect(mails()).toEqual([]);
    const colleague = await mawa.signIn('reintegration_officer');
    const read = await mawa.transactions.run(colleague.actor, (tx) =>
      tx.query('SELECT 1 FROM digest_choices UNION ALL SELECT 1 FROM digests WHERE user_id <> $1', [
        colleague.actor.userId,
      ]),
    );
    expect(read).toEqual([]);
    const partner = await mawa.signIn('partner_viewer');
    await partner.get('/tasks/digest').expect(403);
    await partner.get('/api/v1/account/digest').expect(403);
  });

  it('that could not leave is counted anew and tried until the evening is quiet', async () => {
    const mailer = mawa.app.get(Mailer);
    const down = jest.spyOn(mailer, 'send').mockRejectedValue(new Error('no server'));
    await run('2026-11-24T08:00:00Z');
    for (let n = 0; n < 7; n += 1) await run(`2026-11-24T09:0${n}:00Z`);
    const late = await mawa.signInAs(officer.email);
    const task = { caseId, title: 'encore', dueOn: '2026-11-24' };
    await late.post('/api/v1/tasks', task).expect(201);
    await run('2026-11-24T19:57:00Z');
    down.mockRestore();
    await run('2026-11-24T20:06:00Z');
    expect(mails()).toEqual([]);
    jest.spyOn(mailer, 'send').mockRejectedValueOnce(new Error('no server'));
    await run('2026-11-25T08:00:00Z');
    await run('2026-11-25T08:05:00Z');
    expect(mails().map(wordsOf).join()).toContain('2 choses en retard');
    expect(mails()).toHaveLength(1);
  });

  it('says nothing to a focal point of what was said to them, not even that it was', async () => {
    const focal = await mawa.signIn('focal_point');
    await mawa.admin.query(
      `INSERT INTO tasks (kind, subject_id, for_user, due_at, opened_at)
       VALUES ('complaint_words', gen_random_uuid(), $1, '2026-11-24T07:00Z', '2026-11-23Z')`,
      [focal.actor.userId],
    );
    await mawa.admin.query(`UPDATE tasks SET done_at = '2026-11-24Z' WHERE kind = 'own'`);
    await run('2026-11-24T08:00:00Z');
    expect(mails()).toEqual([]);
  });

  it('leaves once although two workers look at the same time', async () => {
    mawa.clock.set(at('2026-11-24T08:00:00Z'));
    const send = mawa.app.get(SendDigests);
    await Promise.all([send.run(), send.run(), send.run()]);
    expect(mails()).toHaveLength(1);
    const { rows } = await mawa.admin.query(
      'SELECT attempts FROM digests WHERE sent_at IS NOT NULL',
    );
    expect(rows).toEqual([{ attempts: 1 }]);
  });
});

describe('a mail server', () => {
  it('gets the mail, once accepted it counts as sent, and refused it is told', async () => {
    const server = await startMailServer();
    const mailer = openMailer(readEnv({ MAWA_MAIL_URL: server.url }));
    const mail = {
      id: 'a-1',
      to: 'leila@example.org',
      subject: 'Votre journée',
      text: 'é\r\n.\r\n',
    };
    await mailer.send(mail);
    expect(server.mails[0]).toContain('To: leila@example.org');
    expect(server.mails[0]).toContain('Message-ID: <a-1@mawa>');
    server.refuse(true);
    await expect(mailer.send(mail)).rejects.toThrow();
    await server.stop();
    await expect(mailer.send(mail)).rejects.toThrow();
  });

  it('on another machine gets nothing in clear, unless the operator says so in its address', async () => {
    const server = await startMailServer();
    // This machine, by an address that is not the one of a loopback.
    const elsewhere = server.url.replace('127.0.0.1', '0.0.0.0');
    const mail = { id: 'a-2', to: 'leila@example.org', subject: 'Votre journée', text: 'rien' };
    const careful = openMailer(readEnv({ MAWA_MAIL_URL: elsewhere }));
    await expect(careful.send(mail)).rejects.toThrow(/STARTTLS|TLS/i);
    await expect(careful.verify()).rejects.toThrow(/STARTTLS|TLS/i);
    expect(server.mails).toEqual([]);
    const careless = openMailer(readEnv({ MAWA_MAIL_URL: `${elsewhere}?requireTLS=false` }));
    await careless.send(mail);
    expect(server.mails).toHaveLength(1);
    await server.stop();
  });
});
