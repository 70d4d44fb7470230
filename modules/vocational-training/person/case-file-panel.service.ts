import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseClosings, CaseTabs, CaseTimeline } from '../../beneficiaries';
import { TaskKinds } from '../../plans';
import { ListUses } from '../../reference-lists';
import { listTrainingTimeline } from '../training-timeline.queries';

/** Training in the case file: its page, the place that waits for an answer, and what waits for its assessor. */
@Injectable()
export class TrainingCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly closings: CaseClosings,
    private readonly tabs: CaseTabs,
    private readonly timeline: CaseTimeline,
    private readonly kinds: TaskKinds,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.closings.add({
      key: 'training_seats',
      does: 'ends',
      order: 30,
      permission: 'training:read',
      ids: `SELECT training_ending_with($1)`,
      path: ({ caseId }) => `/people/${caseId}/training`,
    });
    this.closings.add({
      key: 'training',
      does: 'goes_on',
      order: 50,
      permission: 'training:read',
      ids: `SELECT e.id FROM training_enrolments e WHERE e.case_id IN (SELECT mawa_files($1)) AND e.state = 'started'`,
      path: ({ caseId }) => `/people/${caseId}/training`,
    });
    this.tabs.add({
      key: 'training',
      label: 'training:tab',
      icon: 'school',
      permission: 'training:read',
      part: 'care',
      order: 46,
    });
    this.timeline.add(listTrainingTimeline);
    this.kinds.add({
      kind: 'training_offer',
      icon: 'school',
      byHand: false,
      path: ({ caseId }) => caseId && `/people/${caseId}/training`,
    });
    this.kinds.add({
      kind: 'training_cancelled',
      icon: 'school',
      byHand: true,
      path: ({ caseId }) => caseId && `/people/${caseId}/training`,
    });
    this.kinds.add({
      kind: 'recognition_assess',
      bound: true,
      icon: 'certificate',
      byHand: false,
      path: ({ caseId }) => caseId && `/people/${caseId}/training/recognition`,
    });
    this.uses.add('occupation_groups', 'recognition:uses.occupations');
    this.uses.add('isced_fields', 'recognition:uses.fields');
    this.uses.add('isced_levels', 'training:uses.levels');
    this.uses.add('isced_fields', 'training:uses.fields');
    this.uses.add('training_trades', 'training:uses.trades');
    this.uses.add('occupation_groups', 'training:uses.occupations');
    this.uses.add('training_dropout_reasons', 'training:uses.dropout');
  }
}
