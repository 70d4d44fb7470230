import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import { BoardWatchers } from '../../modules/bed-board/live/watchers.service';
import { NotificationListener } from '../../modules/platform/database/notification-listener';
import { createApp } from '../../src/create-app';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aRequest, aShelter, inBeds, standsAt, type TestShelter } from './house';

const CHANGES = '/api/v1/beds/board/changes';

interface Board {
  readonly response: IncomingMessage;
  /** All that was told so far. */
  readonly received: () => string;
  readonly events: () => { event: string; data: string }[];
  /** Waits until this many events have come. */
  until(count: number): Promise<{ event: string; data: string }[]>;
  readonly ended: Promise<void>;
  leave(): void;
}

describe('the bed board when others act', () => {
  let mawa: TestApp;
  let ours: TestShelter;
  let theirs: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  const open: ClientRequest[] = [];
  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    ours = await aShelter(mawa, { A: { beds: 4 } });
    theirs = await aShelter(mawa, { B: { beds: 4 } });
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [ours.id] });
  });
  afterEach(() => {
    for (const request of open.splice(0)) request.destroy();
  });
  afterAll(() => mawa.stop());

  async function watch(who: SignedIn | null, query = '', base?: string): Promise<Board> {
    const response = await new Promise<IncomingMessage>((done, fail) => {
      const headers = {
        ...who?.headers,
        accept: 'text/event-stream',
        'accept-encoding': 'gzip, br',
      };
      void Promise.resolve(base ?? mawa.app.getUrl()).then((url) => {
        const request = get(`${url}${CHANGES}${query}`, { headers }, done);
        request.on('error', (error: NodeJS.ErrnoException) => {
          if (error.code !== 'ECONNRESET') fail(error);
        });
        open.push(request);
      });
    });
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    response.on('error', () => undefined);
    const events = () =>
      [...text.matchAll(/event: (\w+)\ndata: ?(.*)\n\n/g)].map(([, event, data]) => ({
        event: event!,
        data: data!,
      }));
    return {
      response,
      received: () => text,
      events,
      until: async (count) => {
        for (let n = 0; n < 200 && events().length < count; n += 1) await pause(20);
        expect(events().length).toBeGreaterThanOrEqual(count);
        return events();
      },
      ended: new Promise((done) => response.on('close', done)),
      leave: () => response.destroy(),
    };
  }
  const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
  /** The line to PostgreSQL stands, and what was before it is told. */
  const settled = async (board: Board) => {
    const listening = mawa.app.get(NotificationListener);
    for (let n = 0; n < 200 && !listening.stands; n += 1) await pause(20);
    await pause(250);
    return board.events().length;
  };
  const hold = async (who: SignedIn, bedId: string) => {
    const request = await aRequest(mawa, officer, undefined, { nights: 3 });
    await who
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, [bedId]),
      })
      .expect(201);
    return request;
  };

  it('hears at once which shelter and nights changed, uncompressed, and nothing of whom', async () => {
    const board = await watch(manager);
    expect(board.response.statusCode).toBe(200);
    expect(board.response.headers['content-type']).toContain('text/event-stream');
    expect(board.response.headers['content-encoding']).toBeUndefined();
    expect(board.response.headers['cache-control']).toBe('no-store, no-transform');
    const before = await settled(board);
    const request = await hold(officer, theirs.rooms.B!.beds[0]!);
    const received = () => board.events().slice(before);
    for (let n = 0; n < 200 && !received().some(({ data }) => data.includes(theirs.id)); n += 1) {
      await pause(20);
    }
    expect(received().every(({ event }) => event === 'changed')).toBe(true);
    // The request itself names no shelter, and may be told apart from the hold.
    expect(JSON.parse(received().at(-1)!.data)).toEqual({
      shelters: [theirs.id],
      from: '2026-11-24',
      until: '2026-11-27',
    });
    for (const secret of [...request.caseIds, ...request.caseNumbers, request.id]) {
      expect(board.received()).not.toContain(secret);
    }
  });

  it('a board of one shelter hears of that one alone', async () => {
    const board = await watch(manager, `?shelter=${ours.id}`);
    const before = await settled(board);
    await hold(officer, theirs.rooms.B!.beds[1]!);
    await hold(officer, ours.rooms.A!.beds[0]!);
    await pause(300);
    const heard = board
      .events()
      .slice(before)
      .map(({ data }) => JSON.parse(data).shelters as string[]);
    expect([...new Set(heard.flat())]).toEqual([ours.id]);
  });

  it('nobody hears who is not signed in or may not see the board', async () => {
    const stranger = await watch(null);
    expect(stranger.response.statusCode).toBe(401);
    for (const role of ['administrator', 'finance_officer', 'partner_viewer', 'auditor'] as const) {
      const reader = await watch(await mawa.signIn(role));
      expect([role, reader.response.statusCode]).toEqual([role, 403]);
      expect(reader.received()).not.toContain('event:');
    }
    expect(mawa.app.get(BoardWatchers).count).toBe(0);
  });

  it('ends without another word when the right is taken away', async () => {
    const reader = await mawa.signIn('hotline_operator');
    const board = await watch(reader);
    const before = await settled(board);
    await mawa.admin.query(
      `UPDATE user_roles SET ended_at = $2, ended_by = $3 WHERE user_id = $1`,
      [reader.actor.userId, mawa.clock.now(), '00000000-0000-4000-8000-000000000003'],
    );
    await hold(officer, theirs.rooms.B!.beds[2]!);
    await board.ended;
    expect(board.events().slice(before)).toEqual([{ event: 'over', data: '' }]);
  });

  it('ends by itself within seconds of its session, though nothing happens', async () => {
    const person = await mawa.signIn('reintegration_officer');
    const board = await watch(person);
    await settled(board);
    await person.delete('/api/v1/session').expect(204);
    const started = Date.now();
    await board.ended;
    expect(Date.now() - started).toBeLessThan(8_000);
    expect(board.events().at(-1)).toEqual({ event: 'over', data: '' });
  });

  it('ends with the session, at the latest with the next beat', async () => {
    const reader = await mawa.signIn('case_supervisor');
    const board = await watch(reader);
    await settled(board);
    await reader.delete('/api/v1/session').expect(204);
    await mawa.app.get(BoardWatchers).beat();
    await board.ended;
    expect(board.events().at(-1)).toEqual({ event: 'over', data: '' });
    expect((await watch(reader)).response.statusCode).toBe(401);
  });

  it('keeps nobody signed in: idle time goes on while a board is open', async () => {
    const at = mawa.clock.now();
    const reader = await mawa.signIn('shelter_staff', { shelterIds: [ours.id] });
    const board = await watch(reader);
    for (const minutes of [8, 16]) {
      mawa.clock.set(new Date(at.getTime() + minutes * 60_000).toISOString());
      await mawa.app.get(BoardWatchers).beat();
      const again = await watch(reader);
      expect(again.response.statusCode).toBe(200);
      again.leave();
    }
    mawa.clock.set(new Date(at.getTime() + 21 * 60_000).toISOString());
    await mawa.app.get(BoardWatchers).beat();
    await board.ended;
    expect(board.events().at(-1)).toEqual({ event: 'over', data: '' });
    mawa.clock.set(at.toISOString());
  });

  it('is told on opening what changed since its page was made', async () => {
    const first = await watch(manager);
    await settled(first);
    const made = mawa.clock.now().getTime();
    mawa.clock.advance(60_000);
    await hold(officer, theirs.rooms.B!.beds[3]!);
    await pause(300);
    const late = await watch(manager, `?since=${made}`);
    const [received] = await late.until(1);
    expect(received!.event).toBe('changed');
    mawa.clock.advance(60_000);
    const fresh = await watch(manager, `?since=${mawa.clock.now().getTime()}`);
    await pause(300);
    expect(fresh.events()).toEqual([]);
  });

  it('one person has at most four boards told: the oldest one stops', async () => {
    const boards = [await watch(manager)];
    for (let n = 0; n < 4; n += 1) boards.push(await watch(manager));
    await boards[0]!.ended;
    expect(boards[0]!.events().at(-1)).toEqual({ event: 'elsewhere', data: '' });
    expect(mawa.app.get(BoardWatchers).count).toBe(4);
    for (const board of boards) board.leave();
    for (let n = 0; n < 100 && mawa.app.get(BoardWatchers).count > 0; n += 1) await pause(20);
    expect(mawa.app.get(BoardWatchers).count).toBe(0);
  });

  it('a plain reading is told that this is a stream', async () => {
    const { body } = await manager.get(CHANGES).expect(422);
    expect(body.code).toBe('bed-board.ask_for_stream');
  });

  it('hears of what another process did, and comes back after the line to the database was cut', async () => {
    const env = { ...mawa.env, MAWA_LIVE_BOARDS: 1 };
    const other = await createApp({ env, databaseUrl: mawa.database.appUrl, clock: mawa.clock });
    await other.listen(0, '127.0.0.1');
    try {
      const there = await watch(manager, '', await other.getUrl());
      await pause(400);
      const full = await watch(officer, '', await other.getUrl());
      expect(full.response.statusCode).toBe(503);
      const before = there.events().length;
      await aRequest(mawa, officer);
      await there.until(before + 1);
      await mawa.admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name = 'mawa-listening' AND datname = current_database()`,
      );
      const missed = await there.until(before + 2);
      expect(JSON.parse(missed.at(-1)!.data)).toEqual({ shelters: null, from: null, until: null });
      const after = missed.length;
      await aRequest(mawa, officer);
      await there.until(after + 1);
    } finally {
      await other.close();
    }
  });
});
