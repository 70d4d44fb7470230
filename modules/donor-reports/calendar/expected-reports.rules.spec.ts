import {
  type ScheduledDefinition,
  expectedReportsBetween,
  expectedReportsBy,
  isDue,
  type GrantSpan,
  monthAfter,
  stateOf,
} from './expected-reports.rules';

const grant: GrantSpan = {
  id: 'g',
  code: 'G-1',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  partners: [
    { id: 'a', name: 'Argane', since: '2026-01-01' },
    { id: 'b', name: 'Minaret', since: '2026-08-15' },
  ],
  agencies: ['IOM'],
  calendar: {},
};
const title = { fr: 'Rapport', ar: 'تقرير', en: 'Report' };
const quarterly: ScheduledDefinition = {
  kind: 'iom',
  title,
  every: 'quarter',
  due: { days: 30 },
  audience: 'donor',
  agency: 'IOM',
  isFinancial: false,
};
const yearly: ScheduledDefinition = {
  kind: 'joint',
  title,
  every: 'year',
  due: { day: '03-31' },
  audience: 'donor',
  agency: null,
  isFinancial: false,
};
const statement: ScheduledDefinition = {
  kind: 'statement',
  title,
  every: 'quarter',
  due: { days: 15 },
  audience: 'partner',
  agency: null,
  isFinancial: true,
};
const days = (all: readonly { kind: string; dueOn: string }[]) =>
  all.map(({ kind, dueOn }) => `${kind} ${dueOn}`);

describe('the reports that are expected', () => {
  it('are those of the periods that are over', () => {
    expect(days(expectedReportsBy('2026-10-01', [grant], [quarterly, yearly]))).toEqual([
      'iom 2026-04-30',
      'iom 2026-07-30',
      'iom 2026-10-30',
    ]);
  });

  it('are due as the grant says, from the period on that it names', () => {
    const terms = { firstFrom: '2026-04-01', dueDays: 45, languages: ['fr' as const] };
    const own = { ...grant, calendar: { iom: terms } };
    const all = expectedReportsBy('2026-10-01', [own], [quarterly, yearly]);
    expect(days(all)).toEqual(['iom 2026-05-15', 'iom 2026-08-14', 'iom 2026-11-14']);
    expect(all.map(({ languages }) => languages)).toEqual([['fr'], ['fr'], ['fr']]);
    const first = { set: new Map([['iom g', terms.firstFrom]]), dataBegin: '2026-01-01' };
    expect(all.map((one) => isDue(one, first))).toEqual([false, true, true]);
  });

  it('and ahead those that fall due between two days, whether their period is over or not', () => {
    expect(
      days(expectedReportsBetween('2026-10-30', '2027-03-31', [grant], [quarterly, yearly])),
    ).toEqual(['iom 2026-10-30', 'iom 2027-01-30', 'joint 2027-03-31']);
    expect(
      expectedReportsBetween('2026-10-31', '2027-01-29', [grant], [quarterly, yearly]),
    ).toEqual([]);
  });

  it('of an agency that has no share, none; of partners, one each since their agreement', () => {
    const other = { ...quarterly, agency: 'ILO' };
    expect(expectedReportsBy('2026-10-01', [grant], [other])).toEqual([]);
    const of = expectedReportsBy('2026-10-01', [grant], [statement]);
    expect(of.map(({ partner, period }) => `${partner} ${period.code}`)).toEqual([
      'Argane 2026-Q1',
      'Argane 2026-Q2',
      'Argane 2026-Q3',
      'Minaret 2026-Q3',
    ]);
  });
});

describe('where such a report stands', () => {
  const period = { code: '2026-Q3', from: '2026-07-01', until: '2026-10-01' };
  const at = (today: string) => ({ today, tonight: today });
  const report = { dueOn: '2026-10-30', period };

  it.each([
    ['2026-09-30', null, 'ahead'],
    ['2026-10-01', null, 'not_begun'],
    ['2026-10-30', null, 'not_begun'],
    ['2026-10-31', null, 'late'],
    ['2026-10-05', 'drafting', 'drafting'],
    ['2026-10-05', 'drafted', 'drafting'],
    ['2026-10-31', 'drafted', 'late'],
    ['2026-10-31', 'frozen', 'approved'],
  ] as const)('on %s, %s: %s', (today, state, expected) => {
    expect(stateOf(report, state, at(today))).toBe(expected);
  });

  it('counts months over the end of a year', () => {
    expect([
      monthAfter('2026-11-24', 0),
      monthAfter('2026-11-24', 2),
      monthAfter('2026-11-24', 14),
    ]).toEqual(['2026-11-01', '2027-01-01', '2028-01-01']);
  });
});
