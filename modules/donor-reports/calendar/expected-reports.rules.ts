/** Which reports definitions ask for, over the periods of the grants: what is to be done by when. */
import type { Language } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { type NamedPeriod, periodsOver } from '../../platform/shared/periods.rules';
import { dueOn } from '../due.rules';
import type { Due, ReportDefinition, LocalizedText } from '../report-definition.types';

export interface GrantSpan {
  readonly id: string;
  readonly code: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  /** With a confirmed agreement, and since when. */
  readonly partners: readonly {
    readonly id: string;
    readonly name: string;
    readonly since: CivilDate;
  }[];
  /** Agencies that have a share of it. */
  readonly agencies: readonly string[];
  /** Reporting terms of the grant by kind of report; other kinds follow their definition. */
  readonly calendar: Readonly<Record<string, ReportTerms>>;
}

/** From which period on a report is due for a grant, how many days after a period, in which languages. */
export interface ReportTerms {
  readonly firstFrom: CivilDate;
  readonly dueDays: number;
  readonly languages: readonly Language[];
}
export type ScheduledDefinition = Pick<
  ReportDefinition,
  'kind' | 'title' | 'every' | 'due' | 'audience' | 'agency'
> & { readonly isFinancial: boolean };

/** One report of one period, whether or not somebody has begun it. */
export interface ExpectedReport {
  readonly kind: string;
  readonly title: LocalizedText;
  /** Whether its figures are amounts alone: finance officers prepare it too. */
  readonly isFinancial: boolean;
  readonly grantId: string;
  readonly grantCode: string;
  /** The partner that it would be about. */
  readonly partnerId: string | null;
  readonly partner: string | null;
  readonly period: NamedPeriod;
  readonly dueOn: CivilDate;
  /** Languages required by the grant; null if it names none. */
  readonly languages: readonly Language[] | null;
}

/** Expected reports of all periods that have ended by this day. */
export const expectedReportsBy = (
  day: CivilDate,
  grants: readonly GrantSpan[],
  editions: readonly ScheduledDefinition[],
): ExpectedReport[] =>
  expectedReportsOf(grants, editions, (every, grant) => periodsOver(every, grant, day));

/** Expected reports due between two days (inclusive), whether or not their period has ended. */
export const expectedReportsBetween = (
  from: CivilDate,
  to: CivilDate,
  grants: readonly GrantSpan[],
  editions: readonly ScheduledDefinition[],
): ExpectedReport[] =>
  // A report due by a day covers a period that ended before it.
  expectedReportsOf(grants, editions, (every, grant) =>
    periodsOver(every, grant, addDays(to, 1)),
  ).filter(({ dueOn: day }) => day >= from && day <= to);

function expectedReportsOf(
  grants: readonly GrantSpan[],
  editions: readonly ScheduledDefinition[],
  periods: (every: ReportDefinition['every'], grant: GrantSpan) => NamedPeriod[],
): ExpectedReport[] {
  return grants.flatMap((grant) =>
    editions
      .filter(({ agency }) => agency === null || grant.agencies.includes(agency))
      .flatMap(({ kind, title, isFinancial, every, due, audience }) =>
        periods(every, grant).flatMap((period) =>
          (audience === 'partner'
            ? grant.partners.filter(({ since }) => since < period.until)
            : [null]
          ).map((partner) => ({
            kind,
            title,
            isFinancial,
            grantId: grant.id,
            grantCode: grant.code,
            period,
            partnerId: partner?.id ?? null,
            partner: partner?.name ?? null,
            dueOn: dueOn(period.until, dueOf(grant, kind, due)),
            languages: grant.calendar[kind]?.languages ?? null,
          })),
        ),
      ),
  );
}

const dueOf = ({ calendar }: GrantSpan, kind: string, due: Due): Due => {
  const terms = calendar[kind];
  return terms ? { days: terms.dueDays } : due;
};

/** By what a report and what is expected are the same. */
export const expectedReportKey = ({
  kind,
  grantId,
  period,
  partnerId,
}: Pick<ExpectedReport, 'kind' | 'grantId' | 'period' | 'partnerId'>): string =>
  [kind, grantId, period.from, period.until, ...(partnerId ? [partnerId] : [])].join(' ');

/** From which day on reports are due. */
export interface FirstDueDays {
  /** First periods from the grant or set by a programme officer, by `firstPeriodKey`; null: from the first data on. */
  readonly set: ReadonlyMap<string, CivilDate | null>;
  /** The first day of which Mawa keeps data of the programme. */
  readonly dataBegin: CivilDate;
}

export const firstPeriodKey = ({
  kind,
  grantId,
}: Pick<ExpectedReport, 'kind' | 'grantId'>): string => `${kind} ${grantId}`;

/** A period that is before the first one set, or was over before Mawa kept data, has no report due. */
export function isDue(
  report: Pick<ExpectedReport, 'kind' | 'grantId' | 'period'>,
  { set, dataBegin }: FirstDueDays,
): boolean {
  const first = set.get(firstPeriodKey(report)) ?? null;
  return first === null ? report.period.until > dataBegin : report.period.from >= first;
}

/** Why a report is put away: it went out without Mawa, or nobody asks for it. */
export const PUT_AWAY = ['sent_outside', 'not_due'] as const;
export type PutAway = (typeof PUT_AWAY)[number];

/** `late`: due and not approved; `ahead`: its period has not ended. */
export const STATES = ['late', 'ahead', 'not_begun', 'drafting', 'approved', ...PUT_AWAY] as const;
export type CalendarState = (typeof STATES)[number];

export const isPutAway = (state: CalendarState): state is PutAway =>
  (PUT_AWAY as readonly string[]).includes(state);

/** Still to be prepared, written or approved. */
export const isOutstanding = (state: CalendarState): boolean =>
  state !== 'approved' && !isPutAway(state);

export function stateOf(
  { dueOn: due, period }: Pick<ExpectedReport, 'dueOn' | 'period'>,
  report: 'drafting' | 'drafted' | 'frozen' | null,
  { today, tonight }: { readonly today: CivilDate; readonly tonight: CivilDate },
  putAway: PutAway | null = null,
): CalendarState {
  if (report === 'frozen') return 'approved';
  if (putAway !== null) return putAway;
  if (due < today) return 'late';
  if (report !== null) return 'drafting';
  return period.until > tonight ? 'ahead' : 'not_begun';
}

/** The first day of the month in which a day lies, so many months on. */
export function monthAfter(day: CivilDate, months: number): CivilDate {
  const all = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, '0')}-01`;
}
