import { HotlineHousekeeping } from '../../modules/hotline/hotline.schedule';
import { startApp, type TestApp } from '../support/app';
import { aCall, aLine, aPrank, endCall, type TestLine } from './hotline';

describe('how long the line keeps what it heard', () => {
  let mawa: TestApp;
  let line: TestLine;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
  });
  beforeEach(async () => {
    await at('2026-11-24T23:10:00Z');
    line = await aLine(mawa);
  });
  afterAll(() => mawa.stop());

  async function at(instant: string) {
    mawa.clock.set(instant);
    await mawa.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  }
  const tend = () => mawa.app.get(HotlineHousekeeping).run();
  const callOf = async (id: string) =>
    (
      await mawa.admin.query(
        `SELECT outcome, caller IS NOT NULL AS number, sealed IS NOT NULL AS words, type,
                EXISTS (SELECT 1 FROM keys.record_keys WHERE kind = 'call' AND record_id = c.id) AS key FROM calls c WHERE id = $1`,
        [id],
      )
    ).rows[0];

  it('a call that nobody ended ends by itself after twelve hours', async () => {
    const id = await aCall(line.operator, { note: 'coupé' });
    await at('2026-11-25T11:09:00Z');
    await tend();
    expect((await callOf(id)).outcome).toBeNull();
    await at('2026-11-25T11:10:00Z');
    await tend();
    expect((await callOf(id)).outcome).toBe('cut_off');
  });

  it('words go with their key after 90 days, the digest of a number after 180, the call after five years', async () => {
    const id = await aCall(line.operator, {
      type: 'other',
      note: 'des mots',
      number: '0612000001',
    });
    await endCall(line.operator, id, 'informed');
    const all = { outcome: 'informed', type: 'other' };
    await at('2027-02-22T23:09:00Z');
    await tend();
    expect(await callOf(id)).toEqual({ ...all, number: true, words: true, key: true });
    await at('2027-02-22T23:10:00Z');
    await tend();
    expect(await callOf(id)).toEqual({ ...all, number: true, words: false, key: false });
    await at('2027-05-23T23:10:00Z');
    await tend();
    expect(await callOf(id)).toEqual({ ...all, number: false, words: false, key: false });
    await at('2031-11-24T23:10:00Z');
    await tend();
    expect(await callOf(id)).toBeUndefined();
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'calls.prune' AND $1 = ANY (subject_ids)`,
      [id],
    );
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('how long is data', async () => {
    const id = await aCall(line.operator, { type: 'other', note: 'des mots' });
    await endCall(line.operator, id, 'informed');
    await mawa.admin.query(
      `INSERT INTO settings (key, valid_from, value, source) VALUES ('hotline_text_keep_days', '2026-11-25Z', '1', 'a test')`,
    );
    await at('2026-11-26T00:00:00Z');
    await tend();
    expect(await callOf(id)).toMatchObject({ words: false, key: false });
    await mawa.admin.query(`DELETE FROM settings WHERE source = 'a test'`);
  });

  it('a call-back goes a week after it is over; one that nobody could make ends after two', async () => {
    const call = await aCall(line.operator, { type: 'other', number: '0612000002' });
    const promise = async () =>
      (
        await line.operator
          .post(`/api/v1/hotline/calls/${call}/call-backs`, {
            sameNumber: true,
            dueAt: '2026-11-25T09:00:00Z',
          })
          .expect(201)
      ).body.id as string;
    const [made, missed] = [await promise(), await promise()];
    await line.operator
      .post(`/api/v1/hotline/call-backs/${made}/attempts`, { outcome: 'reached' })
      .expect(201);
    const left = async () =>
      (
        await mawa.admin.query(
          `SELECT b.id, b.closed_why AS why, EXISTS (SELECT 1 FROM keys.record_keys WHERE kind = 'call_back' AND record_id = b.id) AS key,
                  (SELECT count(*)::int FROM tasks t WHERE t.subject_id = b.id AND t.done_at IS NULL) AS tasks
             FROM call_backs b WHERE b.call_id = $1 ORDER BY closed_at NULLS LAST`,
          [call],
        )
      ).rows;
    await at('2026-12-01T23:09:00Z');
    await tend();
    expect(await left()).toHaveLength(2);
    await at('2026-12-01T23:10:00Z');
    await tend();
    expect(await left()).toEqual([{ id: missed, why: null, key: true, tasks: 1 }]);
    await at('2026-12-09T09:00:00Z');
    await tend();
    expect(await left()).toEqual([{ id: missed, why: 'expired', key: true, tasks: 0 }]);
    await at('2026-12-16T09:00:00Z');
    await tend();
    expect(await left()).toEqual([]);
    const keys = await mawa.admin.query(`SELECT 1 FROM keys.record_keys WHERE kind = 'call_back'`);
    expect(keys.rowCount).toBe(0);
  });

  it('a block ends by its date, and only the system prunes', async () => {
    const id = await aPrank(line.operator, '0612000003');
    await line.supervisor
      .post(`/api/v1/hotline/calls/${id}/block`, { reason: 'prank', days: 2 })
      .expect(201);
    expect((await line.operator.get('/api/v1/hotline/calls')).body.blocks).toHaveLength(1);
    await at('2026-11-26T23:10:00Z');
    expect((await line.operator.get('/api/v1/hotline/calls')).body.blocks).toEqual([]);
    await expect(
      mawa.transactions.run(line.operator.actor, (tx) => tx.query('SELECT hotline_housekeeping()')),
    ).rejects.toThrow('only a system user');
  });
});
