import { Decimal } from 'decimal.js';
import {
  alertsOf,
  dayAfter,
  forecastOf,
  monthsOf,
  paceState,
  sumForecasts,
  type LineFacts,
  type Thresholds,
  type ElapsedTime,
} from './forecast.rules';

const facts = (more: Partial<LineFacts> = {}): LineFacts => ({
  budget: '3600.00',
  spent: '2280.00',
  committed: '0.00',
  unfunded: '0.00',
  plannedAhead: '1320.00',
  bookedAhead: null,
  ...more,
});
/** On 24 November 2026, of a grant from 1 January 2025 to 31 December 2027. */
const time: ElapsedTime = {
  monthsPassed: new Decimal('22.8'),
  monthsTotal: new Decimal(36),
  elapsed: 693 / 1095,
};
const rules: Thresholds = {
  paceLow: '0.8',
  paceHigh: '1.2',
  alertAfter: '0.25',
  underspendShare: '0.2',
  runsOutMonths: '1',
};

describe('months of a grant', () => {
  it.each([
    ['2025-01-01', '2027-12-31', '36'],
    ['2025-01-01', '2026-11-24', '22.8'], // 22 whole ones and 24 of 30 days
    ['2026-02-15', '2026-03-31', '1.5'], // 14 of 28 days, and March
    ['2026-12-31', '2026-12-30', '0'],
  ])('from %s to %s: %s', (from, to, months) => {
    expect(monthsOf(from, to).toFixed()).toBe(months);
  });

  it('lead back to a day', () => {
    expect(dayAfter('2025-01-01', new Decimal('22.8'))).toBe('2026-11-24');
    expect(dayAfter('2025-01-01', new Decimal(36))).toBe('2027-12-31');
  });
});

describe('the forecast at completion', () => {
  it.each<[string, Partial<LineFacts>, string]>([
    // 2,280 in 22.8 months is 100 a month.
    ['as planned', {}, '3600.00 3600.00 – 3600.00..3600.00 0.00'],
    [
      'slower than planned',
      { spent: '1140.00' },
      // 50 a month; 1,140 and what the plan holds ahead.
      '1800.00 2460.00 – 1800.00..2460.00 1140.00',
    ],
    [
      'what is promised is part of the plan ahead',
      { committed: '1000.00' },
      '3600.00 3600.00 – 3600.00..3600.00 0.00',
    ],
    [
      'more is promised than the plan holds',
      { committed: '1400.00' },
      '3600.00 3680.00 – 3600.00..3680.00 -80.00',
    ],
    [
      'nights that are booked',
      { bookedAhead: '450.00' },
      '3600.00 3600.00 2730.00 2730.00..3600.00 0.00',
    ],
    ['nothing spent', { spent: '0.00' }, '0.00 1320.00 – 0.00..1320.00 2280.00'],
  ])('%s', (_what, more, outcome) => {
    const { methods, low, high, variance } = forecastOf(facts(more), time);
    const { straight, planned, booked } = methods;
    expect(`${straight} ${planned} ${booked ?? '–'} ${low}..${high} ${variance}`).toBe(outcome);
  });

  it('says nothing of a straight line before the grant begins', () => {
    const before = { ...time, monthsPassed: new Decimal(0), elapsed: 0 };
    const { methods, pace } = forecastOf(facts({ spent: '0.00', plannedAhead: '3600.00' }), before);
    expect([methods.straight, methods.planned, pace]).toEqual([null, '3600.00', null]);
  });

  it('of lines together is the sum of each method, those without nights by their plan', () => {
    const nights = forecastOf(facts({ bookedAhead: '450.00' }), time);
    const other = forecastOf(facts({ spent: '1140.00' }), time);
    const { methods, low, high, expected } = sumForecasts([nights, other], time);
    expect(methods).toEqual({ straight: '5400.00', planned: '6060.00', booked: '5190.00' });
    expect([low, expected, high]).toEqual(['5190.00', '6060.00', '6060.00']);
  });
});

describe('the pace', () => {
  it.each<[number | null, string]>([
    [0.79, 'slow'],
    [0.8, 'even'],
    [1.2, 'even'],
    [1.21, 'fast'],
    [null, 'even'],
  ])('%s is %s', (pace, state) => expect(paceState(pace, rules)).toBe(state));
});

describe('what is worth an alert', () => {
  const outcome = (more: Partial<LineFacts>, at = time) =>
    alertsOf(forecastOf(facts(more), at), at, rules, '2025-01-01')
      .map(({ kind, amount, on }) => `${kind} ${amount}${on ? ` ${on}` : ''}`)
      .join(', ');

  it.each<[string, Partial<LineFacts>, string]>([
    ['nothing, where all goes as planned', {}, ''],
    ['what is unfunded', { unfunded: '12.00' }, 'unfunded 12.00'],
    // 3,000 in 22.8 months: 3,600 do for 27.36 of them; 0.36 of April 2027 are 10.8 days.
    [
      'a line that runs out',
      { spent: '3000.00', plannedAhead: '600.00' },
      'runs_out 4736.84 2027-04-11',
    ],
    // 3,600 do for 35.0002 months: less than one before the end.
    ['not one that runs out in the last month', { spent: '2345.13' }, ''],
    ['a line that is taken', { committed: '1320.00' }, 'taken 0.00'],
    // At most 2,460 of 3,600 would be spent: 1,140 left, more than 720.
    ['money that would be left', { spent: '1140.00' }, 'underspent 1140.00'],
    ['not a fifth of the line exactly', { spent: '1560.00' }, ''],
  ])('%s', (_what, more, alerts) => expect(outcome(more)).toBe(alerts));

  it('says nothing of a pace in the first quarter of the time', () => {
    const early = { monthsPassed: new Decimal('8.5'), monthsTotal: new Decimal(36), elapsed: 0.24 };
    expect(outcome({ spent: '3000.00', plannedAhead: '600.00' }, early)).toBe('');
  });
});
