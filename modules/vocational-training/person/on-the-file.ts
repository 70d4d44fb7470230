import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseTabs } from '../../beneficiaries';
import { TaskKinds } from '../../plans';
import { ListUses } from '../../reference-lists';

/** Training in the case file: its page, and the place that waits for an answer. */
@Injectable()
export class TrainingOnTheFile implements OnModuleInit {
  constructor(
    private readonly tabs: CaseTabs,
    private readonly kinds: TaskKinds,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.tabs.add({
      ...{ key: 'training', label: 'training:tab', icon: 'school' },
      ...{ permission: 'training:read', part: 'care', order: 46 },
    });
    this.kinds.add({
      ...{ kind: 'training_offer', icon: 'school', byHand: false },
      path: ({ caseId }) => caseId && `/people/${caseId}/training`,
    });
    this.uses.add('isced_levels', 'training:uses.levels');
    this.uses.add('isced_fields', 'training:uses.fields');
    this.uses.add('occupation_groups', 'training:uses.occupations');
    this.uses.add('training_dropout_reasons', 'training:uses.dropout');
  }
}
