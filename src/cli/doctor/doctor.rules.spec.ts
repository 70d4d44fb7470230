import { VERSION } from '../../../modules/platform/config/version';
import {
  addressFindings,
  type AddressFacts,
  backupFinding,
  clockFinding,
  diskFinding,
  keyFileFindings,
  mailFinding,
  nightFinding,
  queueFindings,
  restoreTrialFinding,
  type QueueFacts,
  roleFindings,
  rowLevelSecurity,
  schemaFinding,
  unreachable,
  zoneFinding,
} from './doctor.rules';

const NOW = new Date('2026-11-30T08:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const wrongOnes = (findings: readonly { good: boolean | null; text: string }[]) =>
  findings.filter(({ good }) => good === false).map(({ text }) => text);

describe('the doctor on the key file', () => {
  const whole = {
    path: '/k',
    state: 'whole',
    othersRead: false,
    besideBackups: false,
    previous: 0,
  } as const;
  it.each([
    ['none', { ...whole, state: 'missing' }, ['key file: none at /k (mawa keys create)']],
    [
      'half of one',
      { ...whole, state: 'not whole' },
      ['key file: /k is no key file, or not a whole one'],
    ],
    [
      'one that others read',
      { ...whole, othersRead: true },
      ['key file: others can read it (chmod 600)'],
    ],
    [
      'one beside backups',
      { ...whole, besideBackups: true },
      ['key file: backups lie beside it, and whoever takes both can open names'],
    ],
    ['a good one', whole, []],
  ] as const)('%s', (_, facts, wrong) => expect(wrongOnes(keyFileFindings(facts))).toEqual(wrong));
});

describe('the doctor on a key file after a rotation', () =>
  it('says what is left to do', () => {
    const facts = { path: '/k', state: 'whole', othersRead: false, besideBackups: false } as const;
    expect(keyFileFindings({ ...facts, previous: 1 }).at(-1)).toEqual({
      good: null,
      text: 'key file: holds master keys of before: mawa keys rewrap, then mawa keys forget',
    });
  }));

describe('the doctor on the database', () => {
  it.each(['28P01', '28000', '3D000', '42P01'])(
    'before the first migration (%s) says which command to run',
    (code) =>
      expect(unreachable({ code, message: 'no' })).toEqual({
        good: false,
        text: 'the database is not prepared: run mawa migrate (no)',
      }),
  );

  it('says that a server does not answer', () => {
    expect(unreachable({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' })).toEqual({
      good: false,
      text: 'the database does not answer: connect ECONNREFUSED',
    });
    expect(unreachable(null)).toBeNull();
  });

  const own = { version: VERSION, oldestServer: VERSION };
  const older = { version: '0.0.9', oldestServer: '0.0.9' };
  const newer = { version: '99.1.0', oldestServer: '99.0.0' };
  const done = { from: own, to: VERSION, steps: [], later: [], changed: [], gone: [] };
  it.each([
    [own, done, true, /^schema: up to date$/],
    [own, null, true, /^schema: up to date$/],
    [{ ...newer, oldestServer: VERSION }, null, true, /^schema: up to date$/],
    [null, null, false, /^schema: .*run mawa migrate/],
    [older, null, false, /^schema: .*of Mawa 0\.0\.9.*run mawa upgrade/],
    [newer, null, false, /^schema: .*install 99\.1\.0/],
    [own, { ...done, gone: ['view old'] }, false, /^schema: not as this version has it/],
    [own, { ...done, later: ['Drops1'] }, null, /^schema: .*run mawa upgrade --finish$/],
  ])('of %j with the plan %j', (release, plan, good, text) =>
    expect(schemaFinding(release, plan)).toEqual({ good, text: expect.stringMatching(text) }),
  );

  it('misses a role, and finds one that is too powerful', () => {
    expect(roleFindings(['a', 'b'], [{ name: 'a', powerful: true }])).toEqual([
      { good: false, text: 'roles of the database: b missing: run mawa migrate' },
      { good: false, text: 'roles that can bypass row-level security or make roles: a' },
    ]);
    expect(wrongOnes(roleFindings(['a'], [{ name: 'a', powerful: false }]))).toEqual([]);
  });

  it('names tables without row-level security', () => {
    expect(rowLevelSecurity(['stays']).text).toBe(
      'tables of case data without row-level security: stays',
    );
    expect(rowLevelSecurity([]).good).toBe(true);
  });

  it('allows clocks to be four seconds apart, and notes time-zone data that differ', () => {
    expect([clockFinding(4_999).good, clockFinding(5_000).good]).toEqual([true, false]);
    expect(zoneFinding('Africa/Casablanca', { node: 0, postgres: 0 }).good).toBe(true);
    expect(zoneFinding('Africa/Casablanca', { node: 60, postgres: 0 })).toEqual({
      good: null,
      text:
        'time-zone data: Africa/Casablanca is 60 minutes ahead in Node, 0 in PostgreSQL; ' +
        'Mawa uses MAWA_OFFSET_MINUTES, the log may use either',
    });
  });
});

describe('the doctor on the work in the background', () => {
  const well: QueueFacts = {
    health: 'up',
    nextChore: new Date(NOW.getTime() + 30_000),
    oldestWaiting: minutesAgo(1),
    failedLastWeek: 0,
  };
  it.each<[string, Partial<QueueFacts>, string[]]>([
    ['all well', {}, []],
    ['a queue that is down', { health: 'down' }, ['queue: it does not answer']],
    ['a chore three minutes late', { nextChore: minutesAgo(3) }, []],
    [
      'a chore an hour late',
      { nextChore: minutesAgo(60) },
      ['workers: none has done what each minute asks for, for 60 minutes'],
    ],
    ['no worker yet', { nextChore: null }, []],
    [
      'a job that has waited for a quarter of an hour',
      { oldestWaiting: minutesAgo(15) },
      ['jobs: one has waited for 15 minutes (mawa jobs list --as …)'],
    ],
    ['failed jobs, which are a note', { failedLastWeek: 3 }, []],
  ])('%s', (_, change, wrong) =>
    expect(wrongOnes(queueFindings({ ...well, ...change }, NOW))).toEqual(wrong),
  );

  it.each([
    [null, null, 'nights: none is closed yet'],
    ['2026-11-29', true, 'nights: closed up to 2026-11-29'],
    ['2026-11-27', false, 'nights: closed up to 2026-11-27 only, 2026-11-29 is due'],
  ])('closed up to %s', (last, good, text) =>
    expect(nightFinding(last, '2026-11-29')).toEqual({ good, text }),
  );
});

describe('the doctor on the machine', () => {
  it.each([
    [20e9, 100e9, true, 'disk: 20.0 GB of 100.0 GB free'],
    [10e9, 100e9, null, 'disk: 10.0 GB of 100.0 GB free'],
    [4e9, 100e9, false, 'disk: 4.0 GB of 100.0 GB free'],
    [0.9e9, 5e9, false, 'disk: 0.9 GB of 5.0 GB free'],
  ])('%d of %d bytes free', (free, all, good, text) =>
    expect(diskFinding(free, all)).toEqual({ good, text }),
  );

  it('tells a mail server that answers from one that does not, and from none', () => {
    expect(mailFinding('none').good).toBeNull();
    expect(mailFinding('up').good).toBe(true);
    expect(mailFinding({ error: 'refused' })).toEqual({ good: false, text: 'mail: refused' });
  });

  const reached: AddressFacts = {
    url: 'https://mawa.example.org',
    behindTls: true,
    trustsProxy: true,
    answer: { status: 200, days: 60, share: 0.66, trusted: true },
    error: null,
  };
  it.each<[string, Partial<AddressFacts>, string[]]>([
    ['all well', {}, []],
    ['none is set', { url: null }, []],
    [
      'without MAWA_TLS',
      { behindTls: false },
      ['TLS: MAWA_TLS is not set, and cookies are sent without it'],
    ],
    [
      'a proxy without Mawa behind it',
      { answer: { status: 502, days: 60, share: 0.66, trusted: true } },
      ['address: answers 502'],
    ],
    [
      'a certificate that ends in a week',
      { answer: { status: 200, days: 7, share: 0.08, trusted: true } },
      ['certificate: good for 7 more days'],
    ],
    ['one for twelve hours', { answer: { status: 200, days: 0, share: 0.9, trusted: true } }, []],
    [
      'one for twelve hours that is not renewed',
      { answer: { status: 200, days: 0, share: 0.1, trusted: true } },
      ['certificate: good for 0 more days'],
    ],
    [
      'an authority of one’s own',
      { answer: { status: 200, days: 60, share: 0.66, trusted: false } },
      [],
    ],
    [
      'nobody answers',
      { answer: null, error: 'no answer' },
      ['address: https://mawa.example.org: no answer'],
    ],
  ])('the address: %s', (_, change, wrong) =>
    expect(wrongOnes(addressFindings({ ...reached, ...change }))).toEqual(wrong),
  );

  it.each([
    [null, null, 'no backup was made: mawa backup --to FOLDER'],
    [minutesAgo(25 * 60), true, 'the last backup is 25 hours old'],
    [minutesAgo(26 * 60), false, 'the last backup is 26 hours old'],
  ])('the last backup of %s', (at, good, text) =>
    expect(backupFinding(at, NOW)).toEqual({ good, text }),
  );

  it.each([
    [null, null, 'no backup was restored on trial: mawa restore FILE --trial'],
    [minutesAgo(34 * 24 * 60), true, 'a backup was restored on trial 34 days ago'],
    [minutesAgo(35 * 24 * 60), null, 'a backup was restored on trial 35 days ago'],
  ])('the last trial of %s', (at, good, text) =>
    expect(restoreTrialFinding(at, NOW)).toEqual({ good, text }),
  );
});
