import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseTabs } from '../../beneficiaries';
import { TaskKinds } from '../../plans';
import { ListUses } from '../../reference-lists';

/** Work in the case file: its page, and the sign that stays a task until somebody says what was done. */
@Injectable()
export class WorkOnTheFile implements OnModuleInit {
  constructor(
    private readonly tabs: CaseTabs,
    private readonly kinds: TaskKinds,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.tabs.add({
      ...{ key: 'work', label: 'work:tab', icon: 'briefcase' },
      ...{ permission: 'work:read', part: 'story', order: 47 },
    });
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
