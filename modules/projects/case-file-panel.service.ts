import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseClosings, CaseTabs } from '../beneficiaries';
import { ListUses } from '../reference-lists';

/** Projects in the case file: a page of their own. */
@Injectable()
export class ProjectsCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly closings: CaseClosings,
    private readonly tabs: CaseTabs,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.closings.add({
      key: 'project_ideas',
      does: 'ends',
      order: 60,
      permission: 'projects:read',
      ids: `SELECT projects_ending_with($1)`,
      path: ({ caseId }) => `/people/${caseId}/projects`,
    });
    this.closings.add({
      key: 'projects',
      does: 'goes_on',
      order: 70,
      permission: 'projects:read',
      ids: `SELECT pp.id FROM project_people pp JOIN projects p ON p.id = pp.project_id
        WHERE pp.case_id IN (SELECT mawa_files($1)) AND pp.left_on IS NULL AND p.state IN ('approved', 'running') AND pp.id NOT IN (SELECT projects_ending_with($1))`,
      path: ({ caseId }) => `/people/${caseId}/projects`,
    });
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
