/**
 * Tables of the projects that the person is in. A project belongs to its people together: nothing is told of the others,
 * and its texts are erased with the last of them.
 */
import type { PersonTable } from './description';

export const PROJECT_TABLES = {
  projects: {
    columns: ['id'],
    erasure: { blank: ['idea'], replace: { title: '-' } },
    codes: ['activity', 'region', 'state'],
  },
  project_steps: { erasure: { blank: ['note'] }, codes: ['from_state', 'to_state', 'reason'] },
  project_plans: { erasure: 'keep', codes: ['currency'] },
  project_plan_lines: { erasure: { replace: { label: '-' } } },
  project_decisions: { erasure: { blank: ['reason'] }, codes: ['currency'] },
  project_tranches: { erasure: { blank: ['milestone'] } },
  project_milestones: { erasure: { blank: ['note'] } },
  project_payments: { erasure: 'keep', codes: ['currency'] },
  project_receipts: { erasure: { blank: ['what'] } },
  project_answers: { erasure: { blank: ['note'] } },
  project_assets: { erasure: { blank: ['what'] }, codes: ['state'] },
  project_asset_steps: { erasure: { blank: ['note'] }, codes: ['from_state', 'to_state'] },
  project_visits: { erasure: { blank: ['seen'] } },
  project_reviews: { erasure: { blank: ['note'] } },
} as const satisfies Readonly<Record<string, PersonTable>>;
