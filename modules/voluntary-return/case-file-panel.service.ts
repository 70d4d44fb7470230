import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeePart } from '../access';
import { CaseClosings, CaseTabs, CaseTimeline, type TimelineEntry } from '../beneficiaries';
import { type AgendaEntry, AgendaSources, TaskKinds } from '../plans';
import { ListUses } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import { translate } from '../platform/web/i18n';
import { DueFollowUps } from './follow-up/due-follow-ups.service';
import {
  isPlanEvent,
  PLAN_TIMELINE_SQL,
  type PlanLine,
  planEventSentence,
} from './plan/plan-timeline.view';
import { trackKindLabel, wordsIn } from './return.view';
import type { TrackKind } from './track-states.rules';

/** Return and reintegration in the case file: its page, and what happened. */
@Injectable()
export class ReturnsCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly closings: CaseClosings,
    private readonly tabs: CaseTabs,
    private readonly timeline: CaseTimeline,
    private readonly uses: ListUses,
    private readonly kinds: TaskKinds,
    private readonly days: AgendaSources,
    private readonly due: DueFollowUps,
  ) {}

  onModuleInit(): void {
    this.closings.add({
      key: 'returns',
      does: 'goes_on',
      order: 80,
      permission: 'returns:read',
      ids: `SELECT t.id FROM return_tracks t WHERE t.case_id IN (SELECT mawa_files($1)) AND t.live`,
      path: ({ caseId }) => `/people/${caseId}/returns`,
    });
    this.closings.add({
      key: 'instalments',
      does: 'goes_on',
      order: 90,
      permission: 'returns:read',
      ids: `SELECT i.id FROM return_instalments i WHERE i.case_id IN (SELECT mawa_files($1))
        AND NOT EXISTS (SELECT FROM return_instalment_steps r WHERE r.item_id = i.item_id AND r.step = 'released')
        AND i.amount > (SELECT coalesce(sum(CASE s.step WHEN 'undone' THEN -s.amount ELSE s.amount END), 0)
              FROM return_instalment_steps s WHERE s.instalment_id = i.id)`,
      path: ({ caseId }) => `/people/${caseId}/returns`,
    });
    this.tabs.add({
      key: 'returns',
      label: 'returns:tab',
      icon: 'map-pin',
      permission: 'returns:read',
      part: 'care',
      order: 45,
    });
    this.timeline.add(listReturnsTimeline);
    this.kinds.add({
      kind: 'return_danger',
      icon: 'alert-triangle',
      byHand: true,
      path: ({ caseId }) => caseId && `/people/${caseId}/returns`,
    });
    for (const [kind, byHand] of [
      ['return_arrival', true],
      ['return_confirmation', false],
      ['return_document', false],
      ['return_risk', false],
    ] as const) {
      const path = ({ caseId }: { caseId: string | null }) => caseId && `/people/${caseId}/returns`;
      this.kinds.add({ kind, icon: 'map-pin', byHand, path });
    }
    this.days.add((tx, until) => this.followUpsUntil(tx, until));
    this.uses.add('return_topics', 'returns:uses.topics');
    this.uses.add('travel_documents', 'returns:uses.documents');
    this.uses.add('exit_formalities', 'returns:uses.formalities');
    this.uses.add('reintegration_help', 'reintegration:uses.help');
    this.uses.add('instalment_conditions', 'reintegration:uses.conditions');
  }

  /** People to contact for a follow-up, on the day of the next attempt or the due day. */
  private async followUpsUntil(tx: Tx, until: CivilDate): Promise<AgendaEntry[]> {
    const due = await this.due.ofIn(tx, until);
    return due.flatMap(({ caseId, caseNumber, trackId, months, dueOn, nextOn, warned }) => {
      const wanted = nextOn ?? dueOn;
      if (wanted > until) return [];
      const day = wanted < tx.today ? tx.today : wanted;
      return [
        {
          icon: 'phone',
          day,
          caseId,
          caseNumber,
          path: `/people/${caseId}/returns/${trackId}/follow-ups/new`,
          sentence: (language: Language) =>
            [
              translate(language, 'follow-ups:day', { count: months }),
              ...(warned === 'unsafe' ? [translate(language, 'follow-ups:due.unsafe')] : []),
            ].join(' · '),
        },
      ];
    });
  }
}

interface TimelineRow {
  readonly what: 'step' | 'counselling' | 'decision' | 'outcome' | PlanLine;
  readonly trackId: string;
  readonly on: CivilDate;
  readonly by: string;
  readonly code: string;
  readonly door: TrackKind;
  readonly country: string;
  readonly region: string | null;
}

/** Where the track went, that one spoke, what was decided and that a plan was agreed; never a risk, a family or a note. */
async function listReturnsTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  if (!maySeePart(tx.actor, 'care')) return [];
  const lines = await tx.query<TimelineRow>(
    `SELECT x.what, x.track_id AS "trackId", x.on_day::text AS "on", localized_name(u.name, u.names) AS by, x.code, t.door, t.country, t.region
       FROM (SELECT 'step' AS what, track_id, on_day, by, to_state AS code, at FROM return_steps WHERE case_id = $1
             UNION ALL SELECT 'counselling', track_id, held_on, by, '', at FROM return_counselling WHERE case_id = $1
             UNION ALL SELECT 'decision', track_id, decided_on, by, decision, at FROM return_decisions WHERE case_id = $1
             UNION ALL SELECT 'outcome', track_id, decided_on, by, outcome, at FROM return_outcomes WHERE case_id = $1
             ${PLAN_TIMELINE_SQL}) x
       JOIN return_tracks t ON t.id = x.track_id JOIN users u ON u.id = x.by ORDER BY x.at DESC LIMIT 200`,
    [caseId, maySeePart(tx.actor, 'money')],
  );
  return lines.map((line) => ({
    kind: 'return',
    at: line.on,
    by: line.by,
    path: `/people/${caseId}/returns/${line.trackId}${isPlanEvent(line) ? '/plan' : ''}`,
    sentence: (language) => {
      if (isPlanEvent(line)) return planEventSentence(line, language);
      const words = wordsIn(language);
      if (line.what === 'counselling') return words('timeline.counselling');
      if (line.what === 'outcome') {
        return translate(language, 'follow-ups:timeline', {
          outcome: translate(language, `follow-ups:outcome.${line.code}`),
        });
      }
      return line.what === 'decision'
        ? words('timeline.decision', { decision: words(`decision.${line.code}`) })
        : words('timeline.step', {
            door: trackKindLabel(line, language),
            state: words(`state.${line.code}`),
          });
    },
  }));
}
