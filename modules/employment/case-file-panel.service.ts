import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseClosings, CaseTabs } from '../beneficiaries';
import { type AgendaEntry, AgendaSources, TaskKinds } from '../plans';
import { ListUses } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { translate } from '../platform/web/i18n';
import { listDueWorkFollowUps } from './follow-up/due-follow-ups.queries';

/** Work in a case: tab, due follow-ups, and tasks about reported indicators until a response is recorded. */
@Injectable()
export class WorkCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly closings: CaseClosings,
    private readonly tabs: CaseTabs,
    private readonly days: AgendaSources,
    private readonly kinds: TaskKinds,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.closings.add({
      key: 'work_applications',
      does: 'ends',
      order: 50,
      permission: 'work:read',
      ids: `SELECT work_applications_ending_with($1) UNION ALL SELECT work_placements_ending_with($1)`,
      path: ({ caseId }) => `/people/${caseId}/work`,
    });
    this.closings.add({
      key: 'work',
      does: 'goes_on',
      order: 60,
      permission: 'work:read',
      ids: `SELECT p.id FROM work_placements p WHERE p.case_id IN (SELECT mawa_files($1)) AND p.state = 'started'`,
      path: ({ caseId }) => `/people/${caseId}/work`,
    });
    this.tabs.add({
      key: 'work',
      label: 'work:tab',
      icon: 'briefcase',
      permission: 'work:read',
      part: 'story',
      order: 47,
    });
    this.days.add(listFollowUpsUntil);
    this.kinds.add({
      kind: 'work_sign',
      icon: 'alert-triangle',
      byHand: false,
      path: ({ caseId, subjectId }) =>
        caseId && subjectId && `/people/${caseId}/work/follow-ups/${subjectId}/answer/new`,
    });
    this.uses.add('labour_sectors', 'work:uses.sectors');
    this.uses.add('occupation_groups', 'work:uses.occupations');
    this.uses.add('work_end_reasons', 'work:uses.ends');
  }
}

/** Follow-ups of work, on the due day or as soon as their window opens. */
async function listFollowUpsUntil(tx: Tx, until: CivilDate): Promise<AgendaEntry[]> {
  const due = await listDueWorkFollowUps(tx, until);
  return due.map(({ caseId, caseNumber, placementId, months, dueOn, warned }) => ({
    icon: 'briefcase',
    day: dueOn < tx.today ? tx.today : dueOn,
    caseId,
    caseNumber,
    path: `/people/${caseId}/work/placements/${placementId}/follow-ups/new`,
    sentence: (language: Language) =>
      [
        translate(language, 'work:day', { count: months }),
        ...(warned ? [translate(language, 'follow-ups:due.unsafe')] : []),
      ].join(' · '),
  }));
}
