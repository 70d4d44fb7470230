import { SearchPeople } from '../../modules/beneficiaries/search-people.service';
import { startApp, type SignedIn, type TestApp } from '../support/app';

interface Matching {
  match(...given: unknown[]): Promise<unknown>;
}

describe('searches by name', () => {
  let mawa: TestApp;
  let amal: SignedIn;
  let badr: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    amal = await mawa.signIn('reintegration_officer');
    badr = await mawa.signIn('reintegration_officer');
    for (const officer of [amal, badr]) {
      const people = [{ names: { given: 'Zoulikha' }, sex: 'female', birthYear: 1990 }];
      await officer.post('/api/v1/people', { people }).expect(201);
    }
  });
  afterAll(() => mawa.stop());

  it('go on one for each person, so that ten of one officer keep nobody waiting', async () => {
    const service = mawa.app.get(SearchPeople, { strict: false }) as unknown as Matching;
    const match = service.match.bind(service);
    let running = 0;
    let most = 0;
    const order: string[] = [];
    const spy = jest.spyOn(service, 'match').mockImplementation(async (...given) => {
      most = Math.max(most, (running += 1));
      await new Promise((done) => setTimeout(done, 50));
      running -= 1;
      return match(...given);
    });
    const search = async (officer: SignedIn, name: string) => {
      const { body } = await officer.post('/api/v1/people/search', { q: 'Zoulikha' }).expect(200);
      order.push(name);
      return body.found.length as number;
    };
    try {
      const many = Array.from({ length: 10 }, () => search(amal, 'amal'));
      await new Promise((done) => setTimeout(done, 20));
      const found = await Promise.all([...many, search(badr, 'badr')]);
      expect(found).toEqual(Array(11).fill(1));
      expect(most).toBeLessThanOrEqual(2);
      expect(order.indexOf('badr')).toBeLessThan(5);
    } finally {
      spy.mockRestore();
    }
  });

  it('end with what was typed before: the last words of an account count', async () => {
    const service = mawa.app.get(SearchPeople, { strict: false }) as unknown as Matching;
    const match = service.match.bind(service);
    const spy = jest.spyOn(service, 'match').mockImplementation(async (...given) => {
      await new Promise((done) => setTimeout(done, 200));
      return match(...given);
    });
    const typed = async (q: string) => {
      const { text } = await amal.submit('/people/pick', { q }).expect(200);
      return text.includes('pris la place') ? 'given up' : 'searched';
    };
    try {
      const first = typed('Zou');
      await new Promise((done) => setTimeout(done, 100));
      const waiting = ['Zoul', 'Zouli'].map(typed);
      await new Promise((done) => setTimeout(done, 20));
      const answers = await Promise.all([first, ...waiting, typed('Zoulikha')]);
      expect(answers).toEqual(['given up', 'given up', 'given up', 'searched']);
      expect(spy).toHaveBeenCalledTimes(2);
    } finally {
      spy.mockRestore();
    }
  });

  it('end in PostgreSQL within a second after the browser gave them up, and nothing else does', async () => {
    const reading = async () => {
      // Within a transaction the activity is read once.
      await mawa.admin.query('SELECT pg_stat_clear_snapshot()');
      const { rows } = await mawa.admin.query(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
          AND query LIKE '%FROM case_seals s JOIN keys.case_keys%' AND pid <> pg_backend_pid()`,
      );
      return rows.length;
    };
    const until = async (count: number, ms: number): Promise<boolean> => {
      for (const end = Date.now() + ms; Date.now() < end;) {
        if ((await reading()) === count) return true;
        await new Promise((done) => setTimeout(done, 20));
      }
      return false;
    };
    const browser = new AbortController();
    const search = (who: SignedIn, signal?: AbortSignal) =>
      fetch(`${base}/api/v1/people/search`, {
        method: 'POST',
        headers: { ...who.headers, 'content-type': 'application/json' },
        body: JSON.stringify({ q: 'Zoulikha' }),
        signal,
      }).then(
        ({ status }) => status,
        () => 'gone',
      );
    const base = await mawa.app.getUrl();
    // Its statement waits as long as a large caseload would take.
    await mawa.admin.query('BEGIN; LOCK TABLE keys.case_keys IN ACCESS EXCLUSIVE MODE');
    try {
      const [first, other] = [search(amal, browser.signal), search(badr)];
      expect(await until(2, 5_000)).toBe(true);
      browser.abort();
      expect(await first).toBe('gone');
      expect(await until(1, 1_000)).toBe(true);
      await mawa.admin.query('COMMIT');
      expect(await other).toBe(200);
    } finally {
      await mawa.admin.query('ROLLBACK');
    }
    expect(await search(amal)).toBe(200);
  });

  it('end when the browser gives them up: no name is opened any more, and the next one does not wait', async () => {
    const service = mawa.app.get(SearchPeople, { strict: false }) as unknown as Matching;
    const match = service.match.bind(service);
    const noted = async () =>
      (await mawa.admin.query(`SELECT 1 FROM audit_log WHERE action = 'people.search'`)).rows
        .length;
    const before = await noted();
    let reached!: () => void;
    const underWay = new Promise<void>((done) => (reached = done));
    const opened: unknown[] = [];
    // The first waits where it would open names, until its browser is gone.
    const spy = jest.spyOn(service, 'match').mockImplementationOnce(async (...given) => {
      const ending = given.at(-1) as AbortSignal;
      reached();
      await new Promise((done) => ending.addEventListener('abort', done, { once: true }));
      return match(...given).then((answer) => opened.push(answer));
    });
    try {
      const browser = new AbortController();
      const first = fetch(`${await mawa.app.getUrl()}/api/v1/people/search`, {
        method: 'POST',
        headers: { ...amal.headers, 'content-type': 'application/json' },
        body: JSON.stringify({ q: 'Zoulikha' }),
        signal: browser.signal,
      }).then(
        () => 'answered',
        () => 'gone',
      );
      await underWay;
      const next = amal.post('/api/v1/people/search', { q: 'Zoulikha' }).expect(200);
      browser.abort();
      expect(await first).toBe('gone');
      expect((await next).body.found).toHaveLength(1);
      expect(opened).toEqual([]);
      expect(await noted()).toBe(before + 1);
    } finally {
      spy.mockRestore();
    }
  });
});
