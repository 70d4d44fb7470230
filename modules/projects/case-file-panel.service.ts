import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseTabs } from '../beneficiaries';
import { ListUses } from '../reference-lists';

/** Projects in the case file: a page of their own. */
@Injectable()
export class ProjectsCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly tabs: CaseTabs,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.tabs.add({
      key: 'projects',
      label: 'projects:tab',
      icon: 'building-store',
      permission: 'projects:read',
      part: 'care',
      order: 48,
    });
    this.uses.add('project_activities', 'projects:uses.activities');
  }
}
