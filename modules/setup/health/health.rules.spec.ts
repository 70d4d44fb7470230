import { VERSION } from '../../platform/config/version';
import type { Release } from '../../platform/database/release';
import {
  backupFinding,
  clockFinding,
  keyFileFindings,
  keyUseFindings,
  lateFinding,
  nightFinding,
  partitionFindings,
  queueFindings,
  replicaFindings,
  restoreTrialFinding,
  type QueueFacts,
  roleFindings,
  rowSecurityFinding,
  schemaFindings,
  unreachableFinding,
  zoneFinding,
  worstOf,
  type Finding,
  type UpgradeFacts,
} from './health.rules';
import { findingWords } from './health.view';
import { LANGUAGES } from '../../platform/shared/actor';
import { failOnMissingSentences, wordsOf } from '../../platform/web/i18n';

const NOW = new Date('2026-11-30T08:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const wrongOnes = (findings: readonly Finding[]) =>
  findings.filter(({ state }) => state === 'wrong').map(({ key }) => key);

failOnMissingSentences();

describe('health of the key file', () => {
  const whole = {
    path: '/k',
    state: 'whole',
    othersRead: false,
    besideBackups: false,
    previous: 0,
    wrapping: null,
    isTokenConfigured: false,
    refusal: null,
  } as const;
  const wrapping = { device: 'Mawa', key: 'mawa key file' };
  it.each([
    ['none', { ...whole, state: 'missing' }, ['key_file_missing']],
    ['half of one', { ...whole, state: 'broken' }, ['key_file_broken']],
    ['one that others read', { ...whole, othersRead: true }, ['key_file_open']],
    ['one beside backups', { ...whole, besideBackups: true }, ['key_file_beside_backups']],
    ['a good one', whole, []],
    [
      'one in clear beside a token',
      { ...whole, isTokenConfigured: true },
      ['key_file_not_wrapped'],
    ],
    ['a wrapped one', { ...whole, isTokenConfigured: true, wrapping }, []],
    [
      'one that the token does not open',
      { ...whole, wrapping, refusal: 'x' },
      ['key_file_not_opened'],
    ],
  ] as const)('%s', (_, facts, wrong) => expect(wrongOnes(keyFileFindings(facts))).toEqual(wrong));

  it('says in each language how the file is kept', () => {
    for (const facts of [
      whole,
      { ...whole, wrapping },
      { ...whole, isTokenConfigured: true },
      { ...whole, wrapping, refusal: 'No token.' },
    ])
      for (const language of LANGUAGES)
        for (const finding of keyFileFindings(facts))
          expect(findingWords(finding, language).text).not.toBe('');
    expect(keyFileFindings(whole).at(-1)!.key).toBe('key_file_in_clear');
    expect(findingWords(keyFileFindings({ ...whole, wrapping }).at(-1)!, 'en').text).toContain(
      'the key “mawa key file” of the key token “Mawa”',
    );
  });
});

describe('health of the key file beside the database', () => {
  it.each([
    ['all', []],
    ['some', ['key_file_opens_some']],
    ['none', ['key_file_opens_none']],
    [null, []],
  ] as const)('opens %s', (fit, wrong) => {
    const findings = keyUseFindings(fit);
    expect(wrongOnes(findings)).toEqual(wrong);
    for (const language of LANGUAGES)
      for (const finding of findings) expect(findingWords(finding, language).text).not.toBe('');
  });
});

describe('health of the replica', () =>
  it.each([
    ['that has what the primary has', { state: 'ready', ms: 3, tellsPrimary: true }, ['replica']],
    [
      'whose reads can be ended by the primary',
      { state: 'ready', ms: 3, tellsPrimary: false },
      ['replica', 'replica_feedback'],
    ],
    [
      'that lacks something',
      { state: 'behind', ms: 5_000, tellsPrimary: true },
      ['replica_behind'],
    ],
    ['that is a primary', { state: 'promoted', ms: 1, tellsPrimary: true }, ['replica_promoted']],
    ['of another database', { state: 'foreign', ms: 1, tellsPrimary: true }, ['replica_foreign']],
    ['that does not answer', { error: 'ECONNREFUSED' }, ['replica_silent']],
  ] as const)('%s', (_, facts, keys) => {
    const findings = replicaFindings(facts);
    expect(findings.map(({ key }) => key)).toEqual(keys);
    for (const language of LANGUAGES)
      for (const finding of findings) expect(findingWords(finding, language).text).not.toBe('');
  }));

describe('health of a key file after a rotation', () =>
  it('says what is left to do', () => {
    const facts = {
      path: '/k',
      state: 'whole',
      othersRead: false,
      besideBackups: false,
      previous: 1,
      wrapping: null,
      isTokenConfigured: false,
      refusal: null,
    } as const;
    expect(keyFileFindings(facts).at(-1)).toEqual({
      state: 'note',
      key: 'key_file_previous',
      command: 'mawa keys rewrap && mawa keys forget',
    });
  }));

describe('health of the database', () => {
  it.each(['28P01', '28000', '3D000', '42P01'])(
    'before the first migration (%s) says which command to run',
    (code) =>
      expect(unreachableFinding({ code, message: 'no' })).toEqual({
        state: 'wrong',
        key: 'database_unprepared',
        params: { message: 'no' },
        command: 'mawa migrate',
      }),
  );

  it('says that a server does not answer', () => {
    expect(unreachableFinding({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' })).toEqual({
      state: 'wrong',
      key: 'database_silent',
      params: { message: 'connect ECONNREFUSED' },
    });
  });

  const own = { version: VERSION, oldestServer: VERSION };
  const older = { version: '0.0.9', oldestServer: '0.0.9' };
  const newer = { version: '99.1.0', oldestServer: '99.0.0' };
  const done = { from: own, to: VERSION, steps: [], later: [], changed: [], gone: [] };
  it.each<[Release | null, UpgradeFacts, string[]]>([
    [own, done, ['good schema_up_to_date']],
    [own, 'no_owner', ['good schema_works', 'not_asked schema_not_compared']],
    [own, 'by_start', ['good schema_up_to_date']],
    [{ ...newer, oldestServer: VERSION }, 'newer', ['good schema_of_newer']],
    [null, 'no_owner', ['wrong schema_none']],
    [older, 'no_owner', ['wrong schema_older']],
    [newer, 'newer', ['wrong schema_newer']],
    [own, { ...done, gone: ['view old'] }, ['wrong schema_differs']],
    [own, { ...done, later: ['Drops1'] }, ['note schema_unfinished']],
  ])('of %j with the plan %j', (release, plan, expected) =>
    expect(schemaFindings(release, plan).map(({ state, key }) => `${state} ${key}`)).toEqual(
      expected,
    ),
  );

  it('misses a role, and finds one that is too powerful', () => {
    expect(roleFindings(['a', 'b'], [{ name: 'a', powerful: true }])).toEqual([
      { state: 'wrong', key: 'roles_missing', params: { names: 'b' }, command: 'mawa migrate' },
      { state: 'wrong', key: 'roles_powerful', params: { names: 'a' } },
    ]);
    expect(wrongOnes(roleFindings(['a'], [{ name: 'a', powerful: false }]))).toEqual([]);
  });

  it('names tables without row-level security', () => {
    expect(rowSecurityFinding(['stays'])).toMatchObject({
      state: 'wrong',
      params: { names: 'stays' },
    });
    expect(rowSecurityFinding([]).state).toBe('good');
  });

  it('allows clocks to be four seconds apart, and notes time-zone data that differ', () => {
    expect([clockFinding(4_999).state, clockFinding(5_000).state]).toEqual(['good', 'wrong']);
    expect(zoneFinding('Africa/Casablanca', { node: 0, postgres: 0 }).state).toBe('good');
    expect(zoneFinding('Africa/Casablanca', { node: 60, postgres: 0 })).toEqual({
      state: 'note',
      key: 'zone_differs',
      params: { zone: 'Africa/Casablanca', node: 60, postgres: 0 },
    });
  });
});

describe('health of the work in the background', () => {
  const well: QueueFacts = {
    health: 'up',
    nextScheduledTask: new Date(NOW.getTime() + 30_000),
    oldestWaiting: minutesAgo(1),
    failedLastWeek: 0,
  };
  it.each<[string, Partial<QueueFacts>, string[]]>([
    ['all well', {}, []],
    ['a queue that is down', { health: 'down' }, ['queue_silent']],
    ['a scheduled task three minutes late', { nextScheduledTask: minutesAgo(3) }, []],
    ['a scheduled task an hour late', { nextScheduledTask: minutesAgo(60) }, ['workers_silent']],
    ['no worker yet', { nextScheduledTask: null }, []],
    [
      'a job that has waited for a quarter of an hour',
      { oldestWaiting: minutesAgo(15) },
      ['jobs_wait'],
    ],
    ['failed jobs, which are a note', { failedLastWeek: 3 }, []],
  ])('%s', (_, change, wrong) =>
    expect(wrongOnes(queueFindings({ ...well, ...change }, NOW))).toEqual(wrong),
  );

  it.each([
    [null, 'note', 'Nights: none is closed yet.'],
    ['2026-11-29', 'good', 'Nights: closed up to Sun 29 Nov 2026.'],
    ['2026-11-27', 'wrong', 'Nights: closed up to Fri 27 Nov 2026 only, Sun 29 Nov 2026 is due.'],
  ])('closed up to %s', (last, state, text) => {
    const finding = nightFinding(last, '2026-11-29');
    expect(finding.state).toBe(state);
    expect(findingWords(finding, 'en').text.replaceAll('\u00a0', ' ')).toBe(text);
  });
});

describe('health of the partitions of the audit log', () => {
  it.each([
    [2027, false, ['good'], ['Audit log: it has partitions for all years up to 2027.']],
    [2026, false, ['wrong'], ['Audit log: there is no partition for the year 2027.']],
    [
      null,
      true,
      ['wrong', 'wrong'],
      [
        'Audit log: there is no partition for the year 2027.',
        'Audit log: rows are in the default partition, since their year has none of its own.',
      ],
    ],
  ])('up to %s, rows beyond %s', (lastYear, hasRowsBeyond, states, texts) => {
    const findings = partitionFindings({ lastYear, hasRowsBeyond }, NOW);
    expect(findings.map(({ state }) => state)).toEqual(states);
    expect(findings.map((one) => findingWords(one, 'en').text)).toEqual(texts);
  });
});

describe('health of the backups', () => {
  it.each([
    [null, false, 'note', 'Backups: none was made.'],
    [25 * 60, false, 'good', 'The last backup was made 25 hours ago.'],
    [26 * 60, false, 'wrong', 'The last backup was made 26 hours ago.'],
    [
      25 * 60,
      true,
      'note',
      'The last backup was made 25 hours ago, on the disk of the data: if that disk is lost, so is the backup.',
    ],
    [26 * 60, true, 'wrong', 'The last backup was made 26 hours ago.'],
  ])(
    'the last backup of %s minutes ago, on the disk of the data: %s',
    (ago, onDataDisk, state, text) => {
      const last = ago === null ? null : { beganAt: minutesAgo(ago), onDataDisk };
      expect(backupFinding(last, NOW).state).toBe(state);
      expect(findingWords(backupFinding(last, NOW), 'en').text).toBe(text);
    },
  );

  it.each([
    [null, 'note', 'Restore trials: none was made.'],
    [minutesAgo(34 * 24 * 60), 'good', 'The last restore trial was 34 days ago.'],
    [minutesAgo(35 * 24 * 60), 'note', 'The last restore trial was 35 days ago.'],
  ])('the last trial of %s', (at, state, text) => {
    expect(restoreTrialFinding(at, NOW).state).toBe(state);
    expect(findingWords(restoreTrialFinding(at, NOW), 'en').text).toBe(text);
  });
});

describe('what health says', () => {
  const FR = wordsOf('fr', 'health') as unknown as {
    finding: Record<string, { what: string; todo?: string }>;
  };
  const KEYS = Object.keys(FR.finding);

  it.each(LANGUAGES)('has the same sentences, with the same values, in %s', (language) => {
    const { finding } = wordsOf(language, 'health') as unknown as typeof FR;
    const valuesIn = (text = '') => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name).sort();
    const shape = (words: typeof finding) =>
      KEYS.map((key) => [key, valuesIn(words[key]?.what), valuesIn(words[key]?.todo)]);
    expect(Object.keys(finding)).toEqual(KEYS);
    expect(shape(finding)).toEqual(shape(FR.finding));
  });

  it('says of what is late which check it is, in the language of the reader', () =>
    expect(findingWords(lateFinding('mail', 3_000), 'fr').text).toBe(
      'Courriel : pas de réponse en 3 s. Les autres vérifications sont affichées.',
    ));

  it('is as bad as the worst of it', () => {
    const [wrong, note, good] = [clockFinding(9_000), nightFinding(null, ''), clockFinding(1)];
    expect([[good, note, wrong], [good, note], [good], []].map(worstOf)).toEqual([
      'wrong',
      'note',
      'good',
      'good',
    ]);
  });
});
