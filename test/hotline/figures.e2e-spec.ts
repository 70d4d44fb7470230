import { startApp, type TestApp } from '../support/app';
import { standsAt } from '../shelter-beds/house';
import { aLine, type TestLine } from './hotline';

describe('figures of the line', () => {
  let mawa: TestApp;
  let line: TestLine;
  let other: TestLine;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    line = await aLine(mawa);
    other = await aLine(mawa);
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    const { rows } = await mawa.admin.query<{ list: number }>(
      `SELECT version AS list FROM list_versions WHERE list = 'call_types'`,
    );
    const write = (
      who: TestLine,
      at: string,
      count: number,
      facts: { type: string; region: string },
    ) =>
      mawa.admin.query(
        `INSERT INTO calls (id, line_id, taken_by, began_at, ended_at, outcome, type, type_version, region, language, danger)
         SELECT gen_random_uuid(), $1, $2, $3::timestamptz, $3::timestamptz + interval '9 minutes', 'informed', $4, $5, $6, 'ary', 'no'
           FROM generate_series(1, $7)`,
        [who.id, who.operator.actor.userId, at, facts.type, rows[0]!.list, facts.region, count],
      );
    // Third quarter: a Friday, half past ten in the evening.
    await write(line, '2026-09-04T22:30:00Z', 24, { type: 'emergency', region: '04' });
    await write(line, '2026-09-07T08:10:00Z', 12, { type: 'information', region: '06' });
    await write(line, '2026-09-08T08:10:00Z', 3, { type: 'prank', region: '06' });
    await write(other, '2026-09-08T09:10:00Z', 15, { type: 'information', region: '04' });
    // The fourth goes on.
    await write(line, '2026-11-20T10:00:00Z', 6, { type: 'follow_up', region: '04' });
    await mawa.admin.query(
      `INSERT INTO call_steps (call_id, step, people)
       SELECT id, s, 2 FROM (SELECT id FROM calls WHERE line_id = $1 AND type = 'emergency' ORDER BY id LIMIT 14) c, unnest(ARRAY['case', 'request']) s`,
      [line.id],
    );
  });
  afterAll(() => mawa.stop());

  const shown = (parts: { key: string; count: number | null }[]) =>
    Object.fromEntries(
      parts.filter(({ count }) => count !== 0).map(({ key, count }) => [key, count]),
    );

  it('a supervisor reads her own line as it is', async () => {
    const { body } = await line.supervisor
      .get('/api/v1/hotline/figures?quarter=2026-Q3')
      .expect(200);
    expect(body).toMatchObject({
      own: true,
      calls: 39,
      inDanger: 0,
      became: { case: 14, request: 14, hold: 0 },
      busiest: { weekday: 5, hour: 22 },
    });
    expect(shown(body.byType)).toEqual({ emergency: 24, information: 12, prank: 3 });
    expect(shown(body.byRegion)).toEqual({ '04': 24, '06': 15 });
    expect(shown(body.byHour)).toEqual({ '8': 15, '22': 24 });
    const now = await line.supervisor.get('/api/v1/hotline/figures').expect(200);
    expect([now.body.from, now.body.calls]).toEqual(['2026-09-02', 45]);
  });

  it('whoever plans reads all lines, of quarters that are over, and nothing small', async () => {
    const programme = await mawa.signIn('programme_officer');
    const { body } = await programme.get('/api/v1/hotline/figures?quarter=2026-Q3').expect(200);
    expect(body.own).toBe(false);
    expect(body.calls).toBe(54);
    const types = Object.fromEntries(
      (body.byType as { key: string; count: number | null }[]).map(({ key, count }) => [
        key,
        count,
      ]),
    );
    // Three pranks are hidden, and the next with them: the total would tell them.
    expect(types).toMatchObject({ emergency: null, information: 27, prank: null, silent: null });
    expect(body.became.hold).toBeNull();
    const refused = await programme.get('/api/v1/hotline/figures?quarter=2026-Q4');
    expect([refused.status, refused.body.code]).toEqual([422, 'quarter_goes_on']);
    expect((await programme.get('/api/v1/hotline/figures?quarter=2026')).status).toBe(422);
    await programme.get('/api/v1/hotline/calls').expect(403);
  });

  it('the same by a count written by hand', async () => {
    const { rows } = await mawa.admin.query(
      `SELECT extract(isodow FROM began_at AT TIME ZONE 'UTC')::int AS weekday, extract(hour FROM began_at AT TIME ZONE 'UTC')::int AS hour, count(*)::int AS calls
         FROM calls WHERE line_id = $1 AND began_at < '2026-10-01' GROUP BY 1, 2 ORDER BY 3 DESC`,
      [line.id],
    );
    expect(rows).toEqual([
      { weekday: 5, hour: 22, calls: 24 },
      { weekday: 1, hour: 8, calls: 12 },
      { weekday: 2, hour: 8, calls: 3 },
    ]);
    const { body } = await line.supervisor.get('/api/v1/hotline/figures?quarter=2026-Q3');
    const cells = body.grid as { weekday: number; cells: { step: number }[] }[];
    expect(cells[4]!.cells[22]!.step).toBe(4);
    expect(cells[0]!.cells[8]!.step).toBe(2);
    expect(cells[1]!.cells[8]!.step).toBe(0);
  });

  it('not for an operator, an officer or a house', async () => {
    await line.operator.get('/api/v1/hotline/figures').expect(403);
    await line.officer.get('/api/v1/hotline/figures').expect(403);
    const manager = await mawa.signIn('shelter_manager');
    await manager.get('/hotline/figures').expect(403);
  });

  it('through the door of the figures nothing but coded facts', async () => {
    const asFigures = (sql: string) =>
      mawa.transactions.run(line.supervisor.actor, async (tx) => {
        await tx.query('SET LOCAL ROLE mawa_figures');
        return tx.query(sql);
      });
    await expect(asFigures('SELECT sealed FROM calls')).rejects.toThrow('permission denied');
    await expect(asFigures('SELECT caller FROM calls')).rejects.toThrow('permission denied');
    await expect(asFigures('SELECT taken_by FROM calls')).rejects.toThrow('permission denied');
    await expect(asFigures('SELECT 1 FROM call_links')).rejects.toThrow('permission denied');
    await expect(asFigures('SELECT 1 FROM call_backs')).rejects.toThrow('permission denied');
  });

  it('the page draws the week and names its busiest hour', async () => {
    const page = await line.supervisor.get('/hotline/figures?quarter=2026-Q3').expect(200);
    expect(page.text.includes('L’heure la plus chargée : vendredi, de 22 h à 23 h')).toBe(true);
    expect(page.text.match(/call-week__cell--4/g)!.length).toBe(2);
    expect(page.text.includes('Menés à une demande de lit')).toBe(true);
    const programme = await mawa.signIn('programme_officer');
    const all = await programme.get('/hotline/figures').expect(200);
    expect(all.text.includes('moins de')).toBe(true);
  });
});
