import type { Response } from 'supertest';
import { JobRunner } from '../../modules/platform/queue';
import { Browser } from '../support/browser';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aShelter, standsAt, type TestShelter } from '../shelter-beds/house';

describe('a form of a page that is sent twice', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let manager: SignedIn;
  let colleague: SignedIn;
  let incident: string;
  let notes: string;
  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    house = await aShelter(mawa, { A: { beds: 2 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    colleague = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    const path = `/house/${house.id}/incidents`;
    const browser = browserOf(manager);
    await browser.send(await browser.get(path), path, {
      kind: 'conflict',
      severity: 'minor',
      text: 'Une dispute dans la cuisine.',
    });
    const { rows } = await mawa.admin.query<{ id: string }>('SELECT id FROM incidents');
    incident = `/house/incidents/${rows[0]!.id}`;
    notes = `${incident}/notes`;
  });
  beforeEach(() => mawa.admin.query('DELETE FROM incident_notes'));
  afterAll(() => mawa?.stop());

  const browserOf = ({ headers }: SignedIn) => new Browser(mawa, headers);
  const noted = async () => (await mawa.admin.query('SELECT 1 FROM incident_notes')).rowCount;
  const led = ({ status, headers }: Response) => [status, headers.location];
  const text = 'La voisine a été appelée.';

  it('is taken once, and the second sending is led to the same page with the same word', async () => {
    const browser = browserOf(manager);
    const page = await browser.get(incident);
    const first = await browser.send(page, notes, { text });
    browser.forget('mawa_flash');
    const second = await browser.send(page, notes, { text });
    expect(led(first)[0]).toBe(303);
    expect(led(second)).toEqual(led(first));
    expect(await noted()).toBe(1);
    const after = await browser.get(second.headers.location!);
    expect(after.text).toContain('notice--success');
  });

  it('is taken once where both arrive at the same moment', async () => {
    const browser = browserOf(manager);
    const page = await browser.get(incident);
    const answers = await Promise.all([1, 2, 3].map(() => browser.send(page, notes, { text })));
    expect(new Set(answers.map((answer) => String(led(answer)))).size).toBe(1);
    expect(await noted()).toBe(1);
  });

  it('is taken each time where something else is written, the page was opened anew, or somebody else sends it', async () => {
    const browser = browserOf(manager);
    const page = await browser.get(incident);
    await browser.send(page, notes, { text });
    await browser.send(page, notes, { text: 'Elle est venue.' });
    expect(await noted()).toBe(2);
    await browser.send(await browser.get(incident), notes, { text });
    expect(await noted()).toBe(3);
    const hers = browserOf(colleague);
    await hers.send(await hers.get(incident), notes, { text });
    expect(await noted()).toBe(4);
  });

  it('may be sent again where it was not taken', async () => {
    const browser = browserOf(manager);
    const page = await browser.get(incident);
    const refused = await browser.send(page, notes, { text, _csrf: 'lost' });
    expect(refused.status).toBe(403);
    await browser.send(page, notes, { text });
    expect(await noted()).toBe(1);
  });

  it('may be sent again where it was refused, once the reason is gone', async () => {
    const browser = browserOf(manager);
    const [one, two] = house.rooms.A!.beds as [string, string];
    const prepare = (bed: string) =>
      mawa.admin.query(
        `INSERT INTO bed_preparations (bed_id, shelter_id, made_by, since, until_at)
         VALUES ($1, $2, $3, $4::timestamptz, $4::timestamptz + interval '1 day')`,
        [bed, house.id, manager.actor.userId, mawa.clock.now()],
      );
    const path = `/house/${house.id}/beds`;
    await prepare(one);
    const page = await browser.get(path);
    const ready = (bedId: string) => browser.send(page, `${path}/ready`, { bedId });
    await mawa.admin.query(
      `UPDATE bed_preparations SET ended_at = since, ended_by = made_by, outcome = 'ready'`,
    );
    // The first refusal gives the browser a cookie of its own; the second has no other mark than its address.
    for (const bed of [two, one]) expect((await ready(bed)).headers.location).toContain('_draft=');
    await prepare(one);
    expect(led(await ready(one))).toEqual([303, path]);
    const { rows } = await mawa.admin.query('SELECT outcome FROM bed_preparations');
    expect(rows).toEqual([{ outcome: 'ready' }, { outcome: 'ready' }]);
  });

  it('waits for the answer to the first, and goes ahead where its server ended without one', async () => {
    const browser = browserOf(manager);
    const page = await browser.get(incident);
    const first = await browser.send(page, notes, { text });
    await mawa.admin.query('UPDATE form_submissions SET location = NULL');
    setTimeout(
      () =>
        void mawa.admin.query('UPDATE form_submissions SET location = $1', [
          first.headers.location,
        ]),
      400,
    );
    const waited = await browser.send(page, notes, { text });
    expect(led(waited)).toEqual(led(first));
    expect(await noted()).toBe(1);
    await mawa.admin.query('UPDATE form_submissions SET location = NULL');
    mawa.clock.advance(3 * 60_000);
    await browser.send(page, notes, { text });
    expect(await noted()).toBe(2);
  });

  it('keeps nothing that says what was written, for seven days, and shows it to its sender alone', async () => {
    const browser = browserOf(manager);
    await browser.send(await browser.get(incident), notes, { text });
    const { rows } = await mawa.admin.query<{ row: string }>(
      'SELECT form_submissions::text AS row FROM form_submissions',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ row }) => row.includes('voisine'))).toBe(false);
    const seen = await mawa.transactions.read(colleague.actor, (tx) =>
      tx.query('SELECT 1 FROM form_submissions WHERE user_id <> mawa_actor()'),
    );
    expect(seen).toEqual([]);
    mawa.clock.advance(7.1 * 24 * 3_600_000);
    await mawa.app.get(JobRunner).prune();
    const left = await mawa.admin.query('SELECT 1 FROM form_submissions');
    expect(left.rowCount).toBe(0);
  });
});
