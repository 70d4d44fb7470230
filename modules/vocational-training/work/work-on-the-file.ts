import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeePart } from '../../access';
import { CaseTabs, CaseTimeline, type TimelineEntry } from '../../beneficiaries';
import { type DayEntry, DaySources, TaskKinds } from '../../plans';
import { ListUses } from '../../reference-lists';
import type { Tx } from '../../../src/database/transactions';
import type { Language } from '../../../src/shared/actor';
import type { CivilDate } from '../../../src/shared/nights';
import { translate } from '../../../src/web/i18n';
import { dueAtWork } from './follow-up/due-at-work';

/** Work in the case file: its page, what happened, whom to ask, and the sign that stays a task until somebody says what was done. */
@Injectable()
export class WorkOnTheFile implements OnModuleInit {
  constructor(
    private readonly tabs: CaseTabs,
    private readonly timeline: CaseTimeline,
    private readonly days: DaySources,
    private readonly kinds: TaskKinds,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.tabs.add({
      ...{ key: 'work', label: 'work:tab', icon: 'briefcase' },
      ...{ permission: 'work:read', part: 'story', order: 47 },
    });
    this.timeline.add(workOnTheTimeline);
    this.days.add(followUpsUntil);
    this.kinds.add({
      ...{ kind: 'work_sign', icon: 'alert-triangle', byHand: false },
      path: ({ caseId, subjectId }) =>
        caseId && subjectId && `/people/${caseId}/work/follow-ups/${subjectId}/answer/new`,
    });
    this.uses.add('labour_sectors', 'work:uses.sectors');
    this.uses.add('occupation_groups', 'work:uses.occupations');
    this.uses.add('work_end_reasons', 'work:uses.ends');
  }
}

/** Whom to ask how work goes, on the day on which it is due or as soon as one may still. */
async function followUpsUntil(tx: Tx, until: CivilDate): Promise<DayEntry[]> {
  const due = await dueAtWork(tx, until);
  return due.map(({ caseId, caseNumber, placementId, months, dueOn, warned }) => ({
    ...{ icon: 'briefcase', day: dueOn < tx.today ? tx.today : dueOn, caseId, caseNumber },
    path: `/people/${caseId}/work/placements/${placementId}/follow-ups/new`,
    sentence: (language: Language) =>
      [
        translate(language, 'work:day', { count: months }),
        ...(warned ? [translate(language, 'follow-ups:due.unsafe')] : []),
      ].join(' · '),
  }));
}

interface Line {
  readonly employer: string | null;
  readonly state: string;
  readonly on: CivilDate;
  readonly by: string;
}

/** Where applications and placements went; nothing of what was told, and no sign. */
async function workOnTheTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  if (!maySeePart(tx.actor, 'story')) return [];
  const lines = await tx.query<Line>(
    `SELECT x.employer, x.state, x.on_day::text AS "on", u.name AS by
       FROM (SELECT e.name AS employer, s.to_state AS state, s.on_day, s.by, s.at
               FROM work_placement_steps s JOIN work_placements p ON p.id = s.placement_id
               LEFT JOIN work_employers e ON e.id = p.employer_id WHERE s.case_id = $1
             UNION ALL
             SELECT e.name, s.to_state, s.on_day, s.by, s.at
               FROM work_application_steps s JOIN work_applications a ON a.id = s.application_id
               JOIN work_offers o ON o.id = a.offer_id JOIN work_employers e ON e.id = o.employer_id WHERE s.case_id = $1) x
       JOIN users u ON u.id = x.by ORDER BY x.at DESC LIMIT 200`,
    [caseId],
  );
  return lines.map(({ employer, state, on, by }) => ({
    ...{ kind: 'work', at: on, by, path: `/people/${caseId}/work` },
    sentence: (language) =>
      translate(language, `work:timeline.${employer ? 'employed' : 'self'}`, {
        ...{ employer, state: translate(language, `work:state.${state}`) },
      }),
  }));
}
