import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeePart } from '../access';
import {
  CaseClosings,
  type CaseAlert,
  CaseAlerts,
  CaseTabs,
  CaseTimeline,
  filesIn,
  type TimelineEntry,
} from '../beneficiaries';
import { type AboutTasks, AgendaSources, TaskKinds, type TaskSubject } from '../plans';
import { ListUses } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { programmeTime } from '../platform/database/programme-time';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { formatTime } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { END_STATES, measureStepWord } from './legal.rules';
import { HearingCalendars } from './hearings/calendar.service';
import { inEachLanguage } from '../platform/shared/in-each-language';

/** Legal aid in the case file: its page, what happened, a hearing that is near, tasks, the day of an officer. */
@Injectable()
export class LegalCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly closings: CaseClosings,
    private readonly tabs: CaseTabs,
    private readonly timeline: CaseTimeline,
    private readonly alerts: CaseAlerts,
    private readonly kinds: TaskKinds,
    private readonly days: AgendaSources,
    private readonly uses: ListUses,
    private readonly calendars: HearingCalendars,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onModuleInit(): void {
    this.closings.add({
      key: 'proceedings',
      does: 'goes_on',
      order: 40,
      permission: 'legal:read',
      ids: `SELECT p.id FROM proceedings p WHERE p.case_id IN (SELECT mawa_files($1)) AND p.state <> ALL ('{${END_STATES.join(',')}}')`,
      path: ({ caseId }) => `/people/${caseId}/legal`,
    });
    this.tabs.add({
      key: 'legal',
      label: 'legal:tab',
      icon: 'gavel',
      permission: 'legal:read',
      part: 'legal',
      order: 35,
    });
    this.timeline.add(listLegalTimeline);
    this.alerts.add<NearHearing>({
      part: 'legal',
      select: NEAR_HEARINGS,
      read: (rows, tx) => ({ alerts: this.nearHearings(rows, tx) }),
    });
    const path = ({ caseId }: TaskSubject) => caseId && `/people/${caseId}/legal`;
    for (const kind of ['hearing', 'hearing_court_closed']) {
      this.kinds.add({ kind, icon: 'gavel', path, byHand: false });
    }
    this.kinds.add({ kind: 'court_order', icon: 'scale', path, byHand: false });
    this.kinds.add({
      kind: 'measure_ends',
      icon: 'shield-check',
      path: ({ caseId }) => caseId && `/people/${caseId}/legal#measures`,
      byHand: false,
      about: measureNames,
    });
    this.kinds.add({
      kind: 'award_unpaid',
      icon: 'coins',
      path: ({ caseId, subjectId }) =>
        caseId && `/people/${caseId}/legal/${subjectId}#compensation`,
      byHand: false,
    });
    this.days.add(async (tx, until) =>
      maySeePart(tx.actor, 'legal')
        ? (await this.calendars.comingIn(tx, until)).map((one) => ({
            icon: 'gavel',
            day: one.day,
            caseId: one.caseId,
            caseNumber: one.caseNumber,
            path: `/people/${one.caseId}/legal/${one.proceedingId}`,
            sentence: (language: Language) =>
              translate(language, 'legal:day', {
                time: this.time(one.startsAt),
                kind: translate(language, `legal:hearing_kind.${one.kind}`),
                court: one.court[language],
              }),
          }))
        : [],
    );
    this.uses.add('protection_measures', 'legal:uses.measures');
    this.uses.add('court_order_kinds', 'legal:uses.orders');
  }

  private time(at: Date): string {
    return formatTime(at, programmeTime(this.env).offsetMinutes);
  }

  private nearHearings(rows: readonly NearHearing[], tx: Tx): CaseAlert[] {
    return rows
      .map((row) => ({ ...row, at: new Date(row.startsAt) }))
      .filter(({ day, at }) => day > tx.today || at > tx.now)
      .map(({ day, at, closed, ...names }) => ({
        kind: closed ? ('danger' as const) : ('warning' as const),
        words: inEachLanguage((language) =>
          translate(
            language,
            `legal:alert.${closed ? 'closed' : day > tx.today ? 'tomorrow' : 'today'}`,
            { time: this.time(at), court: names[language] },
          ),
        ),
      }));
  }
}

interface NearHearing extends Names {
  readonly day: CivilDate;
  readonly startsAt: string;
  readonly closed: boolean;
}

/** Today's and tomorrow's, and one on a day on which the court does not sit after all. */
const NEAR_HEARINGS = `SELECT h.day::text AS day, h.starts_at AS "startsAt", c.fr, c.ar, c.en,
         (court_weekend(h.day) OR court_closure(h.court_id, h.day) IS NOT NULL) AS closed
    FROM hearings h JOIN courts c ON c.id = h.court_id
   WHERE h.case_id = ANY (${filesIn()}) AND h.state = 'planned'
     AND h.day BETWEEN mawa_day(mawa_now()) AND mawa_day(mawa_now()) + 1 ORDER BY h.starts_at`;

type Names = Record<Language, string>;

interface TimelineRow {
  readonly of: 'proceeding' | 'hearing' | 'measure' | 'order';
  readonly from: string;
  readonly to: string;
  readonly on: CivilDate;
  readonly at: Date;
  readonly by: string;
  readonly proceedingId: string | null;
  readonly kind: string;
  /** Labels in the version of the list that the code was chosen from. */
  readonly labels: Names | null;
}

/** Steps of proceedings by day, without numbers, names and notes. */
async function listLegalTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  if (!maySeePart(tx.actor, 'legal')) return [];
  const lines = await tx.query<TimelineRow>(
    `SELECT s.of, s.from_state AS "from", s.to_state AS "to", s.on_day::text AS "on", s.at, localized_name(u.name, u.names) AS by, coalesce(p.id, h.proceeding_id, m.proceeding_id, o.proceeding_id) AS "proceedingId",
            coalesce(p.kind, h.kind, m.kind, o.kind) AS kind,
            (SELECT json_build_object('fr', i.fr, 'ar', i.ar, 'en', i.en) FROM list_items i
              WHERE i.list = CASE s.of WHEN 'measure' THEN 'protection_measures' ELSE 'court_order_kinds' END
                AND i.version = coalesce(m.kind_version, o.kind_version) AND i.code = coalesce(m.kind, o.kind)) AS labels
       FROM legal_steps s JOIN users u ON u.id = s.by
       LEFT JOIN proceedings p ON p.id = s.proceeding_id LEFT JOIN hearings h ON h.id = s.hearing_id
       LEFT JOIN protection_measures m ON m.id = s.measure_id LEFT JOIN court_orders o ON o.id = s.order_id
      WHERE s.case_id = $1 ORDER BY s.place DESC LIMIT 200`,
    [caseId],
  );
  return lines.map((line) => ({
    kind: 'legal',
    at: line.on,
    by: line.by,
    path: `/people/${caseId}/legal${line.proceedingId ? `/${line.proceedingId}` : ''}`,
    sentence: (language) =>
      translate(language, `legal:timeline.${line.of}`, {
        kind: line.labels?.[language] ?? kindOf(line, language),
        state: translate(
          language,
          `legal:${line.of}_state.${line.of === 'measure' ? measureStepWord(line.from, line.to) : line.to}`,
        ),
      }),
  }));
}

/** Kinds of measures, in the version of the list that they were chosen from. */
async function measureNames(tx: Tx, ids: readonly string[]): Promise<AboutTasks> {
  const rows = await tx.query<Names & { id: string }>(
    `SELECT m.id, i.fr, i.ar, i.en FROM protection_measures m
       JOIN list_items i ON i.list = 'protection_measures' AND i.version = m.kind_version AND i.code = m.kind
      WHERE m.id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, ...names }) => [id, names]));
}

const kindOf = ({ of, kind }: TimelineRow, language: Language): string =>
  of === 'proceeding' || of === 'hearing'
    ? translate(language, `legal:${of === 'hearing' ? 'hearing_kind' : 'kind'}.${kind}`)
    : kind;
