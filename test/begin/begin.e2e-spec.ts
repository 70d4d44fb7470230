import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type supertest from 'supertest';
import { bytesOfBase32 } from '../../modules/access';
import type { GrantDefinition } from '../../modules/grant-budgeting';
import { JobRunner, type WorkKind } from '../../modules/platform/queue';
import { addDays, daysBetween } from '../../modules/platform/shared/nights.rules';
import { cookies, joined, startApp, type TestApp } from '../support/app';
import { Authenticator } from '../support/second-factor';
import { commandVariables, runCommand, startCommand } from '../support/command-line';

/** The first day of the quarter in which a day falls. */
const firstOfQuarter = (day: string): string => {
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${day.slice(0, 5)}${String(month).padStart(2, '0')}-01`;
};
const PASSWORD = 'un mot de passe assez long';

interface WorkAnswer {
  readonly id: string;
  readonly jobId: string;
}

/** Somebody with an account, who signs in with a password, and a code where a role needs it, and calls as a program does. */
class Somebody {
  private jar = '';
  private token = '';
  private app?: Authenticator;

  constructor(
    private readonly mawa: TestApp,
    readonly email: string,
  ) {}

  async signsIn(): Promise<this> {
    const first = await this.mawa.http().get('/api/v1/session').expect(200);
    const answer = await this.mawa
      .http()
      .post('/api/v1/session')
      .set('cookie', cookies(first))
      .set('x-csrf-token', (first.body as { csrfToken: string }).csrfToken)
      .send({ email: this.email, password: PASSWORD, code: this.app?.next() })
      .expect(201);
    this.jar = joined(cookies(first), cookies(answer));
    this.token = (answer.body as { csrfToken: string }).csrfToken;
    if ((await this.get('/api/v1/account')).status === 403) await this.setsUpSecondFactor();
    return this;
  }

  private async setsUpSecondFactor(): Promise<void> {
    const { secret } = await this.made<{ secret: string }>('/api/v1/account/second-factor');
    this.app = new Authenticator(this.mawa, bytesOfBase32(secret));
    const code = this.app.next();
    await this.made('/api/v1/account/second-factor/confirmation', { code });
  }

  get(path: string): supertest.Test {
    return this.mawa.http().get(path).set('cookie', this.jar);
  }

  post(path: string, body: object = {}): supertest.Test {
    return this.mawa
      .http()
      .post(path)
      .set('cookie', this.jar)
      .set('x-csrf-token', this.token)
      .send(body);
  }

  /** A file as the body of the call. */
  sends(path: string, bytes: Buffer, type: string): supertest.Test {
    return this.mawa
      .http()
      .post(path)
      .set('cookie', this.jar)
      .set('x-csrf-token', this.token)
      .set('content-type', type)
      .send(bytes);
  }

  async made<T extends object = { id: string }>(path: string, body: object = {}): Promise<T> {
    const answer = await this.post(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }
}

/** docs/begin.md, step by step: over HTTP and the command line alone; only the clock is moved. */
describe('a programme that begins', () => {
  let mawa: TestApp;
  let samira: Somebody; // administrators
  let driss: Somebody;
  const began = Date.now();
  const people: Record<string, Somebody> = {};
  const ids: Record<string, string> = {};
  let firstNight: string;
  const folder = mkdtempSync(join(tmpdir(), 'mawa-begin-'));

  /** `npx mawa …` on the same database. */
  const command = async (words: readonly string[], run = runCommand): Promise<string> => {
    const { status, stdout, stderr } = await run(words, commandVariables(mawa));
    if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}${stdout}`);
    return stdout;
  };
  const today = (): string => mawa.clock.now().toISOString().slice(0, 10);
  const choosesPassword = async (path: string): Promise<void> => {
    const token = path.split('/password/')[1]!.trim();
    const answer = await mawa.http().get('/api/v1/session').expect(200);
    await mawa
      .http()
      .post('/api/v1/password')
      .set('cookie', cookies(answer))
      .set('x-csrf-token', (answer.body as { csrfToken: string }).csrfToken)
      .send({ token, newPassword: PASSWORD })
      .expect(204);
  };
  const everybodySignsIn = async (): Promise<void> => {
    for (const one of [samira, driss, ...Object.values(people)]) await one.signsIn();
  };

  beforeAll(async () => {
    // Commands run by the real clock: the application is not behind it, and stands in the evening, when a night began.
    const now = new Date().toISOString();
    const evening = `${now.slice(0, 10)}T20:00:00.000Z`;
    mawa = await startApp({ at: now > evening ? now : evening });
    samira = new Somebody(mawa, 'samira@example.org');
    driss = new Somebody(mawa, 'driss@example.org');
  });
  afterAll(async () => {
    const seconds = Math.round((Date.now() - began) / 1000);
    process.stdout.write(`From an empty database to the first reports: ${seconds} s\n`);
    await mawa.stop();
  });

  it('has two administrators', async () => {
    const administrators = [`Samira <${samira.email}>`, `Driss <${driss.email}>`];
    const words = administrators.flatMap((one) => ['--administrator', one]);
    const made = await command(['setup', ...words], startCommand);
    const links = made.split('\n').filter((line) => line.includes('/password/'));
    for (const link of links) await choosesPassword(link);
    await samira.signsIn();
    await driss.signsIn();
  });

  it('has its organisations, a house with rooms and beds, and the people who work there', async () => {
    for (const [code, kind, name] of [
      ['EU', 'donor', 'Union européenne'],
      ['AMAL', 'agency', 'Association Amal'],
    ]) {
      ids[code!] = (await samira.made('/api/v1/organisations', { code, kind, name })).id;
    }
    ids['house'] = (
      await samira.made('/api/v1/shelters', {
        codeName: 'Argane',
        region: '04',
        kind: 'emergency',
        receives: ['woman'],
        organisationId: ids['AMAL'],
      })
    ).id;
    ids['room'] = (
      await samira.made(`/api/v1/shelters/${ids['house']}/rooms`, { name: 'Rose', mix: 'women' })
    ).id;
    for (const label of ['1', '2', '3']) {
      ids[`bed ${label}`] = (
        await samira.made(`/api/v1/rooms/${ids['room']}/beds`, { label, kind: 'single' })
      ).id;
    }
    for (const role of [
      'shelter_manager',
      'reintegration_officer',
      'finance_officer',
      'programme_officer',
    ]) {
      const email = `${role}@example.org`;
      const { id } = await samira.made('/api/v1/users', { email, name: role });
      // The link first: roles that were confirmed before a password was handed over are confirmed again after it.
      const link = await samira.made(`/api/v1/users/${id}/password-links`);
      const { path } = await driss.made<{ path: string }>(
        `/api/v1/password-links/${link.id}/confirmation`,
      );
      await choosesPassword(path);
      const granted = await driss.made(`/api/v1/users/${id}/roles`, { role });
      await samira.post(`/api/v1/roles/${granted.id}/confirmation`).expect(204);
      if (role === 'shelter_manager') {
        const place = { kind: 'shelter', principalId: ids['house'] };
        await samira.made(`/api/v1/users/${id}/memberships`, place);
      }
      people[role] = await new Somebody(mawa, email).signsIn();
    }
  });

  it('has a grant in euros: proposed from a file by finance, confirmed by a programme officer', async () => {
    const file = join(folder, 'grant.json');
    const template = JSON.parse(await command(['grant', 'template'])) as GrantDefinition;
    const [share] = template.shares;
    const grant = {
      ...template,
      code: 'EU-1',
      donorCode: 'EU',
      startsOn: firstOfQuarter(today()),
      endsOn: addDays(firstOfQuarter(today()), 730),
      shares: [{ ...share, organisationCode: 'AMAL' }],
    };
    writeFileSync(file, JSON.stringify(grant));
    const proposed = await command([
      'grant',
      'open',
      file,
      '--as',
      people['finance_officer']!.email,
    ]);
    const [, id] = /proposed: (\S+)/.exec(proposed)!;
    await command(['grant', 'confirm', id!, '--as', people['programme_officer']!.email]);
    const finance = people['finance_officer']!;
    const { body } = await finance.get('/api/v1/budget').expect(200);
    const [{ grantId, lines }] = body.grants as [
      { grantId: string; lines: { lineId: string; code: string }[] },
    ];
    ids['grant'] = grantId;
    for (const { lineId, code } of lines) ids[code] = lineId;
    // What a night costs, and the rate between dirham and euro: another person confirms each.
    const priced = async (path: string, body: object) =>
      people['programme_officer']!.made(
        `/api/v1/setting-proposals/${(await finance.made(path, body)).id}/decisions`,
        { decision: 'confirmed' },
      );
    const from = firstOfQuarter(today());
    const rate = {
      from: 'MAD',
      to: 'EUR',
      validFrom: from,
      rate: '0.092',
      source: 'Banque centrale',
    };
    await priced('/api/v1/exchange-rates', rate);
    await priced('/api/v1/night-rates', {
      shelterId: ids['house'],
      from,
      amount: '180.00',
      currency: 'MAD',
      lineId: ids['A-1.1'],
      source: 'Agreement with the house',
    });
    await priced('/api/v1/cost-allocations', {
      typeCode: 'medical_consultation',
      from,
      source: 'Agreement, annex 2',
      shares: [{ lineId: ids['A-2.1'], share: '1' }],
    });
  });

  it('has people, one of whom gets a bed and a service', async () => {
    const officer = people['reintegration_officer']!;
    // As an Arabic Excel saves it: "مريم" and the letters after it, in Windows-1256.
    const names = ['e3d1edde', 'c7e3edc9', 'd3c7e1e3c9', 'dbcedbc9', 'cddfedde'];
    const rows = [...names, ...names].map((name, at) =>
      Buffer.concat([Buffer.from(name, 'hex'), Buffer.from(`;F;DT ${at + 1}\n`)]),
    );
    const csv = Buffer.concat([Buffer.from('Nom;Sexe;Ancien num\u00e9ro\n', 'latin1'), ...rows]);
    const brought = await officer.sends('/api/v1/imports/lists/people', csv, 'text/csv');
    expect(brought.body).toMatchObject({ imported: 10 });
    const before = addDays(today(), -400);
    const stays = rows.map((_, at) => `DT ${at + 1};Argane;${before};${addDays(before, at + 1)}`);
    const past = await officer.sends(
      '/api/v1/imports/lists/past-stays',
      Buffer.from(['Dossier;Foyer;Arriv\u00e9e;D\u00e9part', ...stays].join('\n')),
      'text/csv',
    );
    expect(past.body).toMatchObject({ imported: 10 });
    const { cases } = await officer.made<{ cases: { id: string }[] }>('/api/v1/people', {
      people: [{ names: { given: 'Meryem', family: 'Alaoui' }, sex: 'female' }],
    });
    const caseId = cases[0]!.id;
    firstNight = today();
    const request = await officer.made('/api/v1/bed-requests', {
      caseIds: [caseId],
      neededFrom: today(),
      urgency: 'tonight',
      source: 'hotline',
      basis: 'vital_interest',
    });
    const at = `/api/v1/bed-requests/${request.id}`;
    const placements = [{ caseId, bedId: ids['bed 1'] }];
    await officer.made(`${at}/holds`, { placements, reason: 'âge inconnu' });
    await officer.made(`${at}/promise`);
    const manager = people['shelter_manager']!;
    await manager.made(`${at}/check-in`);
    await officer.made('/api/v1/services', {
      caseId,
      typeCode: 'medical_consultation',
      givenOn: today(),
      cost: { amount: '300.00', currency: 'MAD' },
    });
  });

  it('closes the nights of its first quarter and makes the first report to IOM', async () => {
    const quarter = firstOfQuarter(today());
    const next = firstOfQuarter(addDays(quarter, 95));
    mawa.clock.set(`${addDays(next, 4)}T10:00:00Z`);
    await everybodySignsIn();
    const finance = people['finance_officer']!;
    const officer = people['programme_officer']!;
    const done = async (kind: WorkKind, { jobId }: Pick<WorkAnswer, 'jobId'>): Promise<void> => {
      await mawa.app.get(JobRunner).handle(kind, jobId);
    };
    await done('close-night', await finance.made(`/api/v1/nights/${addDays(next, -1)}/closing`));
    await finance.made('/api/v1/periods/closing', { untilDay: addDays(next, -1) });
    const period = `${quarter.slice(0, 4)}-Q${(Number(quarter.slice(5, 7)) + 2) / 3}`;
    for (const kind of ['iom-quarterly', 'sf-425']) {
      const asked = { kind, grantId: ids['grant'], period };
      const { id, jobId } = await officer.made<WorkAnswer>('/api/v1/reports', asked);
      await done('draft-report', { jobId });
      const { body: checks } = await officer.get(`/api/v1/reports/${id}/checks`).expect(200);
      expect((checks as { stops: boolean }[]).filter(({ stops }) => stops)).toEqual([]);
      const path = `/api/v1/reports/${id}/approval`;
      await done('render-report', await finance.made<WorkAnswer>(path, { seen: true }));
      const pdf = await officer.get(`/api/v1/reports/${id}/files/pdf/fr`).buffer().expect(200);
      expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    }
    // One night a day from the first to the end of the quarter, at 180.00 MAD and 0.092: 16.56 EUR each.
    const { body } = await finance.get('/api/v1/budget').expect(200);
    const spent = (body.grants[0].lines as { code: string; spentToDate: string }[]).map(
      ({ code, spentToDate }) => [code, spentToDate],
    );
    expect(spent).toEqual([
      ['A-1.1', (16.56 * daysBetween(firstNight, next)).toFixed(2)],
      ['A-2.1', '27.60'], // 300.00 MAD
    ]);
  });
});
