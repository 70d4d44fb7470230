import type { CivilDate } from '../shared/nights.rules';

/** Parameters of each kind of job: ids, dates and codes only, never a name or free text. */
export interface WorkParams {
  'draft-report': { reportId: string };
  'render-report': { reportId: string };
  /** Makes a frozen report again and compares. */
  'reproduce-report': { reportId: string };
  /** Recomputes the figures of the dashboard. */
  'count-dashboard': { grantId: string; from: CivilDate; until: CivilDate };
  /** Closes every night still open up to and including this one; from `from` on, where it is given. */
  'close-night': { night: CivilDate; from?: CivilDate };
  'erase-person': { erasureId: string };
  /** Compares new and changed people with all others. */
  'find-duplicates': { how: 'intake' | 'nightly' };
  /** Weighs several requests for beds at once. */
  'plan-group': { planId: string };
  /** Files for everybody, up to the end of this quarter. */
  'make-open-data': { grantId: string; from: CivilDate };
  /** Tries the file of a run out, with the columns that its maker chose: they are sealed with the run. */
  'check-import-file': { runId: string };
  /** Brings in the file of a run, with what its maker chose. */
  'import-file': { runId: string; again: boolean; leaveOut: boolean };
}
/** Work has a row: who asked, how far, how it ended. */
export type WorkKind = keyof WorkParams;
export const WORK_KINDS = [
  'draft-report',
  'render-report',
  'reproduce-report',
  'count-dashboard',
  'close-night',
  'erase-person',
  'find-duplicates',
  'plan-group',
  'make-open-data',
  'check-import-file',
  'import-file',
] as const satisfies WorkKind[];

/** Scheduled tasks without a row of their own; what they change is recorded there. */
export const SCHEDULED_TASK_KINDS = [
  'lapse-holds',
  'sweep-jobs',
  'consent-housekeeping',
  'end-roles',
  'pass-tasks-on',
  'warn-of-tokens',
  'tend-complaints',
  'tend-hotline',
  'tend-referrals',
  'tend-returns',
  'tend-training',
  'tend-recognition',
  'remind-reports',
  'prune-records',
  'send-digests',
  'compare-night-counts',
  'keep-partitions',
  'verify-audit',
  'watch-readings',
  'send-webhooks',
] as const;
export type ScheduledTaskKind = (typeof SCHEDULED_TASK_KINDS)[number];

export type JobKind = WorkKind | ScheduledTaskKind;
