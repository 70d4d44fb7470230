/** The first hour of an installation: its first administrators, accounts in bulk, and what is still missing; later its health and its jobs. */
export { SetupModule } from './setup.module';
export { BackgroundJobs } from './jobs/background-jobs.service';
export { checkHealth } from './health/check-health';
export type { Finding, HealthState } from './health/health.rules';
export { findingWords } from './health/health.view';
export { SetupChecklist } from './checklist/checklist.service';
export { checklistPanel } from './checklist/checklist.view';
export { FirstSetup, type SetupToken } from './first-administrators/first-setup.service';
