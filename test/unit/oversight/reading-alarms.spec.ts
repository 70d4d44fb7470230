import { READING_ALARMS } from '../../../migrations/data/reading-alarms';
import {
  alarmsOfAccount,
  type AlarmThresholds,
  dayOf,
  ordinaryOf,
  type ReadingEvent,
} from '../../../modules/oversight/alarms/reading-alarms.rules';

const TIME = { offsetMinutes: 60 };
const MINUTE = 60_000;
const TEN = Date.parse('2026-11-24T10:00:00Z');
const THRESHOLDS: AlarmThresholds = { ...READING_ALARMS, exportsAnHour: 1_000 };

const acts = (action: string, count: number, filesOfEach = 1): ReadingEvent[] =>
  Array.from({ length: count }, (_, place) => {
    const files = Array.from({ length: filesOfEach }, (__, n) => `file ${place} ${n}`);
    return {
      at: TEN + place * MINUTE,
      action,
      outcome: 'done',
      files,
      outside: files,
      subject: files[0]!,
    };
  });
const rulesOf = (events: readonly ReadingEvent[]): string[] =>
  alarmsOfAccount(
    {
      events,
      before: null,
      breakGlassOfWeek: [],
      own: ordinaryOf([]),
      peers: ordinaryOf([]),
      closed: [],
    },
    THRESHOLDS,
    TIME,
  )
    .map(({ rule }) => rule)
    .sort();

describe('searches while a person is chosen in a form', () => {
  const typed = (everySeconds: number): ReadingEvent[] =>
    acts('people.pick', 60, 0).map((act, place) => ({
      ...act,
      at: TEN + place * everySeconds * 1000,
      subject: null,
    }));

  it('count as one for each ten seconds of typing', () => {
    expect(dayOf(typed(2), THRESHOLDS, TIME).searches).toBe(12);
    expect(rulesOf(typed(2))).toEqual([]);
  });

  it('are an alarm where somebody goes on for name after name', () => {
    expect(dayOf(typed(20), THRESHOLDS, TIME).searches).toBe(60);
    expect(rulesOf(typed(20))).toEqual(['searches']);
  });

  it('are an alarm where a program asks in bursts', () => {
    const bursts = Array.from({ length: 19 }, (_, burst) =>
      acts('people.pick', 40, 0).map((act, place) => ({
        ...act,
        at: TEN + burst * 90_000 + place * 100,
        subject: null,
      })),
    ).flat();
    // Five of each burst are the typing of one name.
    expect(dayOf(bursts, THRESHOLDS, TIME)).toMatchObject({ searches: 19 * 36 });
    expect(rulesOf(bursts)).toContain('searches');
  });
});

describe('what pages do by themselves', () => {
  const again = (action: string, everySeconds: number): ReadingEvent[] =>
    Array.from({ length: 300 }, (_, place) => ({
      at: TEN + place * everySeconds * 1000,
      action,
      outcome: 'done',
      files: ['one', 'two'],
      outside: [],
      subject: null,
    }));

  it('is one reading an hour of the names of the same people', () => {
    expect(dayOf(again('people.list_names', 30), THRESHOLDS, TIME).readings).toBe(3);
    const other = again('people.list_names', 30).map((event, place) => ({
      ...event,
      files: [String(place)],
    }));
    expect(dayOf(other, THRESHOLDS, TIME).readings).toBe(300);
  });

  it('is no reading where it lists the files opened lately', () => {
    expect(dayOf(again('people.list_recent', 30), THRESHOLDS, TIME).readings).toBe(0);
    expect(dayOf(again('people.list', 30), THRESHOLDS, TIME).readings).toBe(300);
  });
});

describe('files that an account opened', () => {
  it.each(['people.read', 'rights.whole_file', 'people.break_glass'])(
    'counts those of %s',
    (action) => {
      expect(rulesOf(acts(action, 20))).toEqual(['many_files', 'outside_files']);
      expect(dayOf(acts(action, 20), THRESHOLDS, TIME)).toMatchObject({
        files: 20,
        filesOutside: 20,
        filesAnHour: 20,
      });
    },
  );

  it('counts a copy and a reading of the same file once', () => {
    const both = [...acts('people.read', 12), ...acts('rights.whole_file', 12)];
    expect(dayOf(both, THRESHOLDS, TIME).files).toBe(12);
  });

  it('counts neither lists nor refusals nor copies of many', () => {
    expect(rulesOf(acts('people.list', 20))).toEqual([]);
    expect(rulesOf(acts('exports.take', 20, 6))).toEqual([]);
    const refused = acts('people.read', 19).map((act) => ({ ...act, outcome: 'refused' }));
    expect(rulesOf(refused)).toEqual([]);
  });
});
