import type { Response } from 'supertest';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { Browser, plain } from '../support/browser';
import { aShelter, standsAt, type TestShelter } from '../shelter-beds/house';

const IDLE_SECONDS = 20 * 60;
const WORDS = 'Une dispute dans la cuisine, sans blessure.';

describe('a page and the end of its session', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let manager: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '20' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    house = await aShelter(mawa, { A: { beds: 2 } });
  });
  afterAll(() => mawa?.stop());
  beforeEach(async () => {
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });

  const seconds = (count: number) => mawa.clock.advance(count * 1_000);
  const answered = ({ body }: Response, who = manager) => {
    const { account, ...time } = body as { account: string | null };
    if (account !== null) expect(account).toBe(who.actor.userId);
    return time;
  };
  const asked = async () => answered(await manager.get('/session').expect(200));
  const used = async () => answered(await manager.submit('/session', {}).expect(200));
  const shown = ({ text }: Response) => Number(/data-session-seconds="(\d+)"/.exec(text)?.[1]);
  const incidents = async () => (await mawa.admin.query('SELECT 1 FROM incidents')).rowCount;

  it('says how long it lasts, also where the session was used a while ago', async () => {
    expect(shown(await manager.get('/beds'))).toBe(IDLE_SECONDS);
    seconds(600);
    expect(shown(await manager.get('/beds'))).toBe(IDLE_SECONDS);
  });

  it('is asked by the page by itself, which keeps nobody signed in', async () => {
    await manager.get('/beds').expect(200);
    seconds(900);
    expect(await asked()).toEqual({ secondsLeft: IDLE_SECONDS - 900, isLatest: false });
    seconds(299.7);
    expect(await asked()).toEqual({ secondsLeft: 1, isLatest: false });
    seconds(0.3);
    expect(await asked()).toEqual({ secondsLeft: 0, isLatest: false });
    await manager.get('/beds').expect(({ status }) => expect([302, 303]).toContain(status));
  });

  it('is put off by a hand on a page that asks for nothing else', async () => {
    seconds(1_000);
    expect(await used()).toEqual({ secondsLeft: IDLE_SECONDS, isLatest: false });
    seconds(1_000);
    await manager.get('/beds').expect(200);
  });

  it('is not put off beyond the longest time of a session', async () => {
    await mawa.admin.query(
      `UPDATE sessions SET expires_at = $1::timestamptz + interval '90 seconds' WHERE user_id = $2`,
      [mawa.clock.now(), manager.actor.userId],
    );
    expect(await used()).toEqual({ secondsLeft: 90, isLatest: true });
    seconds(89);
    expect(await used()).toEqual({ secondsLeft: 1, isLatest: true });
    seconds(1);
    expect(await used()).toEqual({ secondsLeft: 0, isLatest: false });
  });

  it('is not said of whoever is not signed in, and their page says no time', async () => {
    expect((await mawa.http().get('/session').expect(200)).body).toEqual({
      account: null,
      secondsLeft: 0,
      isLatest: false,
    });
    expect((await mawa.http().get('/sign-in')).text).not.toContain('data-session-seconds');
  });

  describe('where somebody had typed and sent nothing', () => {
    const path = () => `/house/${house.id}/incidents`;
    const unsent = { kind: 'conflict', severity: 'minor', text: WORDS, _unsent: 'yes' };
    it('keeps the words for their author, and takes the form for sent in no case', async () => {
      for (const isOver of [true, false]) {
        const before = await incidents();
        const author = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
        const browser = new Browser(mawa, author.headers);
        const page = await browser.get(path());
        if (isOver) seconds(IDLE_SECONDS);
        const answer = await browser.send(page, path(), unsent);
        expect([isOver, answer.status]).toEqual([isOver, 401]);
        expect([isOver, await incidents()]).toEqual([isOver, before]);
        const back = plain(/href="([^"]*_draft[^"]*)"/.exec(answer.text)?.[1]);
        const next = isOver
          ? (await browser.signIn(await browser.get(back), author.email)).headers.location!
          : back;
        const kept = await browser.open(next);
        expect([isOver, kept.status]).toEqual([isOver, 200]);
        expect([isOver, kept.text.includes(WORDS)]).toEqual([isOver, true]);
      }
    });
  });
});
