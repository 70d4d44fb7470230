/** Detects unusual reading from audit rows only. Thresholds: setting `reading_alarms`. */
import { type ActKind, kindOfAct } from './act-kinds.rules';

export interface AlarmThresholds {
  /** Floors: below them nothing is an alarm, however little is ordinary. */
  readonly filesAnHour: number;
  readonly readingsADay: number;
  readonly outsideADay: number;
  readonly filesAtNight: number;
  readonly exportsAnHour: number;
  readonly searchesInHalfAnHour: number;
  readonly refusedAnHour: number;
  /** How many times what is ordinary. */
  readonly timesOrdinary: number;
  /** Accounts without the file among their own that read it within a day. */
  readonly readersOfAFile: number;
  readonly dormantDays: number;
  readonly networkChangesAnHour: number;
  readonly breakGlassInAWeek: number;
  /** Minutes of the day. */
  readonly nightFrom: number;
  readonly nightUntil: number;
  /** How long days are kept of which the ordinary is made. */
  readonly daysKept: number;
}

export const ALARM_RULES = [
  'many_files',
  'busy_day',
  'outside_files',
  'at_night',
  'exports',
  'searches',
  'one_file',
  'dormant',
  'refused',
  'session_copied',
  'token_elsewhere',
  'break_glass',
] as const;
export type AlarmRule = (typeof ALARM_RULES)[number];

/** One row of the log. */
export interface ReadingEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly action: string;
  readonly outcome: string;
  /** Cases among its ids, and those of them that are neither the account's nor of its houses and teams. */
  readonly files: readonly string[];
  readonly outside: readonly string[];
  /** The first id: of a session or a token. */
  readonly subject: string | null;
}

/** Readings of one account on one day. */
export interface ReadingDay {
  readonly readings: number;
  readonly files: number;
  readonly filesOutside: number;
  readonly filesAtNight: number;
  readonly filesAnHour: number;
  readonly searches: number;
  readonly exports: number;
  readonly refused: number;
}
export const MEASURES = [
  'readings',
  'files',
  'filesOutside',
  'filesAtNight',
  'filesAnHour',
  'searches',
  'exports',
  'refused',
] as const satisfies readonly (keyof ReadingDay)[];

export interface Ordinary {
  /** How many days of work it is made of. */
  readonly days: number;
  /** 95th percentile of days. */
  readonly high: ReadingDay;
}

/** The last time that an alarm of this rule and subject was closed: what was before it has been looked into. */
export interface ClosedAlarm {
  readonly rule: AlarmRule;
  readonly subject: string | null;
  readonly at: number;
}

export interface AccountReadings {
  /** Events of the last 24 hours, in order. */
  readonly events: readonly ReadingEvent[];
  /** Its last act before these; null: none ever. */
  readonly before: number | null;
  readonly breakGlassOfWeek: readonly number[];
  readonly own: Ordinary;
  /** Typical values of accounts with the same role. */
  readonly peers: Ordinary;
  readonly closed: readonly ClosedAlarm[];
}

export interface Alarm {
  readonly rule: AlarmRule;
  readonly subject: string | null;
  /** For alarms about a case: the accounts that read it. */
  readonly readers?: readonly string[];
  readonly facts: { readonly number: number; readonly usual?: number };
  readonly from: number;
  readonly until: number;
}

export interface LocalTime {
  readonly offsetMinutes: number;
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** An act on more people than these is a list or an import. */
const MOST_FILES_OPENED = 5;
/** Below that, what peers do counts. */
const DAYS_TO_KNOW = 10;
const COMMON_SHARE = 0.95;

const NO_DAY = Object.fromEntries(MEASURES.map((measure) => [measure, 0])) as unknown as ReadingDay;

export function ordinaryOf(days: readonly ReadingDay[]): Ordinary {
  if (days.length === 0) return { days: 0, high: NO_DAY };
  const place = Math.min(days.length - 1, Math.floor(days.length * COMMON_SHARE));
  const high = Object.fromEntries(
    MEASURES.map((measure) => [
      measure,
      days.map((day) => day[measure]).sort((one, other) => one - other)[place]!,
    ]),
  ) as unknown as ReadingDay;
  return { days: days.length, high };
}

const minuteOf = (at: number, { offsetMinutes }: LocalTime): number =>
  Math.floor((at / 60_000 + offsetMinutes) % 1_440);

function isAtNight(
  at: number,
  { nightFrom, nightUntil }: Pick<AlarmThresholds, 'nightFrom' | 'nightUntil'>,
  time: LocalTime,
): boolean {
  const minute = minuteOf(at, time);
  return nightFrom <= nightUntil
    ? minute >= nightFrom && minute < nightUntil
    : minute >= nightFrom || minute < nightUntil;
}

type TimedKey = readonly [at: number, key: string];

/** The most different keys within a span of time, and when. */
export function mostWithin(
  items: readonly TimedKey[],
  span: number,
): { readonly number: number; readonly from: number; readonly until: number } {
  const counts = new Map<string, number>();
  let best = { number: 0, from: 0, until: 0 };
  let first = 0;
  for (const [at, key] of items) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    while (items[first]![0] <= at - span) {
      const old = items[first]![1];
      const left = counts.get(old)! - 1;
      if (left === 0) counts.delete(old);
      else counts.set(old, left);
      first += 1;
    }
    if (counts.size > best.number)
      best = { number: counts.size, from: items[first]![0], until: at };
  }
  return best;
}

/** Kinds of actions that show the contents of a case, including copies and break-glass. */
const OPENING: ReadonlySet<ActKind> = new Set(['file', 'export', 'break_glass']);

const opened = ({ files }: ReadingEvent): boolean =>
  files.length > 0 && files.length <= MOST_FILES_OPENED;

/** While a person is chosen in a form each pause of typing is a search: the first few of one such time count as one. */
const AS_TYPED = 'people.pick';
const TYPING = 10_000;
const PAUSES = 5;
/** Automatic requests of pages are no readings: recently opened cases, and names shown within the last hour. */
const RECENT = 'people.list_recent';
const NAMES = 'people.list_names';
const SHOWN_ONCE = 3_600_000;

interface SortedEvents {
  readonly ofKind: (kind: ActKind) => readonly TimedKey[];
  readonly files: readonly TimedKey[];
  readonly outside: readonly TimedKey[];
  readonly readings: readonly TimedKey[];
}

function sorted(events: readonly ReadingEvent[]): SortedEvents {
  const kinds = new Map<ActKind, TimedKey[]>();
  const files: TimedKey[] = [];
  const outside: TimedKey[] = [];
  const readings: TimedKey[] = [];
  const isTypedOn = typing();
  const isShownAgain = shownNames();
  events.forEach((event, place) => {
    const kind = kindOfAct(event.action, event.outcome);
    if (!isTypedOn(event)) {
      const own: TimedKey[] = kinds.get(kind) ?? [];
      own.push([event.at, String(place)]);
      kinds.set(kind, own);
    }
    if (OPENING.has(kind) && opened(event)) {
      for (const file of event.files) files.push([event.at, file]);
      for (const file of event.outside) outside.push([event.at, file]);
    }
    const isOwnAct = event.action !== RECENT && !isShownAgain(event);
    if (kind !== 'refused' && event.files.length > 0 && isOwnAct)
      readings.push([event.at, String(place)]);
  });
  return { ofKind: (kind) => kinds.get(kind) ?? [], files, outside, readings };
}

/** Whether a search belongs to the typing before it. */
function typing(): (event: ReadingEvent) => boolean {
  let since = -Infinity;
  let pauses = 0;
  return ({ action, outcome, at }) => {
    if (action !== AS_TYPED || outcome !== 'done') return false;
    if (at - since >= TYPING) {
      since = at;
      pauses = 0;
    }
    pauses += 1;
    return pauses > 1 && pauses <= PAUSES;
  };
}

/** Whether an event shows only names that were shown within the hour: a page that refreshes itself. */
function shownNames(): (event: ReadingEvent) => boolean {
  const last = new Map<string, number>();
  return ({ action, at, files }) => {
    if (action !== NAMES) return false;
    const isAgain = files.every((file) => at - (last.get(file) ?? -Infinity) < SHOWN_ONCE);
    if (!isAgain) for (const file of files) last.set(file, at);
    return isAgain;
  };
}

const distinct = (items: readonly TimedKey[]): number => new Set(items.map(([, key]) => key)).size;

/** The figures of a day, which later days are compared with. */
export function dayOf(
  events: readonly ReadingEvent[],
  thresholds: Pick<AlarmThresholds, 'nightFrom' | 'nightUntil'>,
  time: LocalTime,
): ReadingDay {
  const { ofKind, files, outside, readings } = sorted(events);
  return {
    readings: readings.length,
    files: distinct(files),
    filesOutside: distinct(outside),
    filesAtNight: distinct(files.filter(([at]) => isAtNight(at, thresholds, time))),
    filesAnHour: mostWithin(files, HOUR).number,
    searches: ofKind('search').length,
    exports: ofKind('export').length,
    refused: ofKind('refused').length,
  };
}

/**
 * Limit for an account: the configured minimum, or a multiple of its typical value; if that is far above its peers, a
 * multiple of the peers' typical value, so that slowly increasing reading does not become typical.
 */
function limitOf(
  measure: keyof ReadingDay,
  floor: number,
  { own, peers }: Pick<AccountReadings, 'own' | 'peers'>,
  { timesOrdinary }: Pick<AlarmThresholds, 'timesOrdinary'>,
): { readonly most: number; readonly usual: number } {
  const ofPeers = peers.high[measure];
  const usual =
    own.days < DAYS_TO_KNOW
      ? ofPeers
      : peers.days < DAYS_TO_KNOW
        ? own.high[measure]
        : Math.min(own.high[measure], Math.max(ofPeers * timesOrdinary, floor));
  return { most: Math.max(floor, usual * timesOrdinary), usual };
}

const closedAt = (closed: readonly ClosedAlarm[], rule: AlarmRule, subject: string | null) =>
  closed.find((one) => one.rule === rule && one.subject === subject)?.at ?? -Infinity;

const notLookedInto = (
  items: readonly TimedKey[],
  closed: readonly ClosedAlarm[],
  rule: AlarmRule,
): readonly TimedKey[] => items.filter(([at]) => at > closedAt(closed, rule, null));

const eventsNotLookedInto = (
  events: readonly ReadingEvent[],
  closed: readonly ClosedAlarm[],
  rule: AlarmRule,
): readonly ReadingEvent[] =>
  events.filter(({ at, subject }) => at > closedAt(closed, rule, subject));

export function alarmsOfAccount(
  readings: AccountReadings,
  thresholds: AlarmThresholds,
  time: LocalTime,
): Alarm[] {
  const { events, before, breakGlassOfWeek, closed } = readings;
  const { ofKind, files, outside, readings: read } = sorted(events);
  const alarms: Alarm[] = [];
  const compare = (
    rule: AlarmRule,
    items: readonly TimedKey[],
    span: number,
    measure: keyof ReadingDay,
    floor: number,
  ) => {
    const { most, usual } = limitOf(measure, floor, readings, thresholds);
    const found = mostWithin(notLookedInto(items, closed, rule), span);
    if (found.number >= most && found.number > usual)
      alarms.push({
        rule,
        subject: null,
        facts: { number: found.number, usual },
        from: found.from,
        until: found.until,
      });
  };
  compare('many_files', files, HOUR, 'filesAnHour', thresholds.filesAnHour);
  compare('busy_day', read, DAY, 'readings', thresholds.readingsADay);
  compare('outside_files', outside, DAY, 'filesOutside', thresholds.outsideADay);
  const atNight = files.filter(([at]) => isAtNight(at, thresholds, time));
  compare('at_night', atNight, DAY / 2, 'filesAtNight', thresholds.filesAtNight);
  compare('exports', ofKind('export'), HOUR, 'exports', thresholds.exportsAnHour);
  compare('searches', ofKind('search'), HOUR / 2, 'searches', thresholds.searchesInHalfAnHour);
  compare('refused', ofKind('refused'), HOUR, 'refused', thresholds.refusedAnHour);
  const [firstFile] = files;
  if (firstFile && before !== null && notLookedInto([firstFile], closed, 'dormant').length > 0) {
    const days = Math.floor((events[0]!.at - before) / DAY);
    if (days >= thresholds.dormantDays)
      alarms.push({
        rule: 'dormant',
        subject: null,
        facts: { number: days },
        from: firstFile[0],
        until: files.at(-1)![0],
      });
  }
  const glass = mostWithin(
    notLookedInto(
      breakGlassOfWeek.map((at, place) => [at, String(place)]),
      closed,
      'break_glass',
    ),
    7 * DAY,
  );
  if (glass.number >= thresholds.breakGlassInAWeek)
    alarms.push({
      rule: 'break_glass',
      subject: null,
      facts: { number: glass.number },
      from: glass.from,
      until: glass.until,
    });
  return [
    ...alarms,
    ...movedSessions(eventsNotLookedInto(events, closed, 'session_copied'), thresholds),
    ...movedTokens(eventsNotLookedInto(events, closed, 'token_elsewhere')),
  ];
}

/** A cookie that another browser brought, or that two networks use in turns. */
function movedSessions(
  events: readonly ReadingEvent[],
  { networkChangesAnHour }: AlarmThresholds,
): Alarm[] {
  const bySession = new Map<string, ReadingEvent[]>();
  for (const event of events) {
    const kind = kindOfAct(event.action, event.outcome);
    if (event.subject === null || (kind !== 'other_browser' && kind !== 'other_network')) continue;
    bySession.set(event.subject, [...(bySession.get(event.subject) ?? []), event]);
  }
  return [...bySession].flatMap(([subject, moves]): Alarm[] => {
    const isOtherBrowser = moves.some(({ action }) => action === 'session.other_browser');
    const changes = mostWithin(
      moves.map(({ at }, place) => [at, String(place)]),
      HOUR,
    );
    if (!isOtherBrowser && changes.number < networkChangesAnHour) return [];
    return [
      {
        rule: 'session_copied',
        subject,
        facts: { number: changes.number },
        from: moves[0]!.at,
        until: moves.at(-1)!.at,
      },
    ];
  });
}

const movedTokens = (events: readonly ReadingEvent[]): Alarm[] =>
  events
    .filter(({ action, subject }) => action === 'token.new_network' && subject !== null)
    .map(({ at, subject }) => ({
      rule: 'token_elsewhere',
      subject,
      facts: { number: 1 },
      from: at,
      until: at,
    }));

/** One opening of a file by an account that does not have it among its own. */
export interface OutsideReading {
  readonly at: number;
  readonly userId: string;
}

/** The readings of one file within a day, in order. */
export function alarmOfFile(
  file: string,
  readings: readonly OutsideReading[],
  { readersOfAFile }: Pick<AlarmThresholds, 'readersOfAFile'>,
): Alarm | null {
  const found = mostWithin(
    readings.map(({ at, userId }) => [at, userId]),
    DAY,
  );
  if (found.number < readersOfAFile) return null;
  return {
    rule: 'one_file',
    subject: file,
    readers: [...new Set(readings.map(({ userId }) => userId))],
    facts: { number: found.number },
    from: found.from,
    until: found.until,
  };
}
