import fc from 'fast-check';
import type { Answers } from './answers.rules';
import {
  meetsRule,
  outcomeOf,
  pointsFor,
  rangeOf,
  type PointsOutcome,
  type IndicatorOutcome,
} from './scoring.rules';
import { byPoints, DELPHI, form, question, say } from './samples.data';

const yes = { value: 'yes' };
const no = { value: 'no' };
const option = (code: string) => ({ code, label: say(code) });

const risk = form(
  [
    question('threats', { points: { yes: 3 }, atLeast: { yes: 'moderate' } }),
    question('knows_place', { points: { yes: 2 }, weight: 2 }),
    question('help_around', { points: { yes: -1, no: 1 } }),
    question('who', {
      kind: 'several',
      options: ['family', 'network', 'police'].map(option),
      points: { family: 1, network: 3 },
    }),
    question('fear', {
      kind: 'scale',
      min: 0,
      max: 10,
      steps: [
        { from: 0, points: 0 },
        { from: 4, points: 1 },
        { from: 8, points: 2 },
      ],
    }),
    question('said', { kind: 'text' }),
  ],
  byPoints,
);
const score = (answers: Answers) => outcomeOf(risk, 'adult', answers) as PointsOutcome;

describe('points', () => {
  // Worked out by hand: the table of points above, times the weight.
  it.each<[string, Answers, number, string]>([
    ['nothing known', {}, 0, 'low'],
    ['help around', { help_around: yes }, -1, 'low'],
    ['no help and afraid', { help_around: no, fear: { value: 8 } }, 3, 'low'],
    ['the place is known', { knows_place: yes }, 4, 'moderate'],
    ['two of several', { who: { value: ['family', 'network'] } }, 4, 'moderate'],
    [
      'all of it',
      {
        threats: yes,
        knows_place: yes,
        help_around: no,
        who: { value: ['family', 'network', 'police'] },
        fear: { value: 10 },
      },
      14,
      'high',
    ],
    ['the scale begins to count at four', { fear: { value: 3 } }, 0, 'low'],
    ['and counts one from there', { fear: { value: 4 } }, 1, 'low'],
  ])('%s', (_name, answers, expected, band) => {
    expect(score(answers)).toMatchObject({ score: expected, band });
  });

  it('one answer alone lifts the result, whatever the sum', () => {
    expect(score({ threats: yes })).toMatchObject({
      score: 3,
      band: 'moderate',
      lifted: [{ field: 'threats', band: 'moderate' }],
    });
  });

  it('what is not known, not asked or declined counts for nothing and is named', () => {
    const said: Answers = {
      threats: { gap: 'declined' },
      knows_place: { gap: 'not_known' },
      help_around: no,
      who: { gap: 'not_asked' },
      fear: { value: 0 },
    };
    // 1 for no help; unknown: 3 for threats, 4 for the place, 4 for who.
    expect(score(said)).toEqual({
      by: 'points',
      score: 1,
      highest: 12,
      band: 'low',
      couldBe: 'high',
      lifted: [],
      weighs: [{ field: 'help_around', points: 1 }],
      unknown: ['threats', 'knows_place', 'who'],
    });
  });

  it('says that it could be higher only where it could', () => {
    const all = { threats: no, knows_place: no, help_around: yes, who: { value: ['police'] } };
    expect(score({ ...all, fear: { value: 1 } })).toMatchObject({ couldBe: null, unknown: [] });
    // Without an answer on threats: 3 points at most, but one yes would lift it by itself.
    const silent = { ...all, threats: { gap: 'declined' } as const, fear: { value: 1 } };
    expect(score(silent)).toMatchObject({ highest: 2, couldBe: 'moderate', unknown: ['threats'] });
  });

  it('counts what waits behind an open question as possible, and what is hidden not at all', () => {
    const behind = form(
      [
        question('a', { points: { yes: 1 } }),
        question('b', { points: { yes: 8 }, showIf: { field: 'a', is: 'yes' } }),
      ],
      byPoints,
    );
    const of = (answers: Answers) => outcomeOf(behind, 'adult', answers);
    expect(of({})).toMatchObject({ score: 0, highest: 9, couldBe: 'high', unknown: ['a'] });
    expect(of({ a: no, b: yes })).toMatchObject({ score: 0, highest: 0, couldBe: null });
  });

  it('knows the least and the most that a question can add', () => {
    const [threats, place, help, who, fear] = risk.sections[0]!.questions;
    expect([threats, place, help, who, fear].map((one) => rangeOf(one!))).toEqual([
      { low: 0, high: 3 },
      { low: 0, high: 4 },
      { low: -1, high: 1 },
      { low: 0, high: 4 },
      { low: 0, high: 2 },
    ]);
    expect(pointsFor(place!, { value: 'yes' })).toBe(4);
  });

  it('does not depend on the order in which answers came', () => {
    const entries = fc.shuffledSubarray(
      Object.entries<Answers[string]>({
        threats: yes,
        knows_place: yes,
        help_around: no,
        who: { value: ['network'] },
        fear: { value: 9 },
        said: { value: 'x' },
      }),
    );
    fc.assert(
      fc.property(entries, (some) => {
        const sorted = [...some].sort(([a], [b]) => (a < b ? -1 : 1));
        expect(score(Object.fromEntries(some))).toEqual(score(Object.fromEntries(sorted)));
      }),
    );
  });
});

describe('the rule of a dimension', () => {
  it.each([
    [[2, 0, 0], true],
    [[1, 1, 0], true],
    [[1, 0, 1], true],
    [[0, 3, 0], true],
    [[0, 2, 1], true],
    [[1, 0, 0], false],
    [[0, 2, 0], false],
    [[0, 1, 2], false],
    [[0, 0, 9], false],
    [[0, 0, 0], false],
  ] as const)('strong, medium, weak %j', ([strong, medium, weak], positive) => {
    expect(meetsRule(DELPHI, { strong, medium, weak })).toBe(positive);
  });
});

describe('signs', () => {
  const strengths = ['strong', 'strong', 'medium', 'medium', 'medium', 'weak'] as const;
  const screening = form(
    [
      ...strengths.map((strength, at) => question(`a${at}`, { sign: { group: 'a', strength } })),
      question('b0', { sign: { group: 'b' } }),
    ],
    {
      scoring: {
        by: 'signs',
        groups: [
          { id: 'a', title: say('A'), rule: DELPHI },
          { id: 'b', title: say('B') },
        ],
        mustHave: 'b',
      },
    },
  );
  const look = (answers: Answers) => outcomeOf(screening, 'adult', answers) as IndicatorOutcome;
  const all = (answer: Answers[string]) =>
    Object.fromEntries(strengths.map((_, at) => [`a${at}`, answer]));

  it('names what was seen, what was not, and what is not known', () => {
    const found = look({ ...all(no), a0: yes, a1: { gap: 'not_known' }, b0: yes });
    expect(found.groups).toEqual([
      {
        id: 'a',
        seen: ['a0'],
        notSeen: ['a2', 'a3', 'a4', 'a5'],
        unknown: ['a1'],
        positive: false,
        couldBe: true, // one strong; a second is not excluded
      },
      { id: 'b', seen: ['b0'], notSeen: [], unknown: [], positive: null, couldBe: false },
    ]);
    expect(found).toMatchObject({ seen: 2, unknown: 1, mustHave: { group: 'b', positive: true } });
  });

  it('a dimension is positive by its rule, and only then', () => {
    expect(look({ ...all(no), a0: yes, a5: yes }).groups[0]).toMatchObject({ positive: true });
    expect(look({ ...all(no), a2: yes, a3: yes }).groups[0]).toMatchObject({
      positive: false,
      couldBe: false,
    });
    expect(look({ ...all(no), a2: yes, a3: yes, a5: { gap: 'declined' } }).groups[0]).toMatchObject(
      { positive: false, couldBe: true },
    );
    expect(look({}).groups[0]).toMatchObject({ positive: false, couldBe: true });
  });

  it('without the group that must be there it says so', () => {
    expect(look({ ...all(yes), b0: no }).mustHave).toEqual({ group: 'b', positive: false });
  });
});
