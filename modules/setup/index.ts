/** The first hour of an installation: its first administrators, accounts in bulk, and what is still missing. */
export { SetupModule } from './setup.module';
export { BackgroundJobs } from './jobs/background-jobs.service';
export { SetupChecklist } from './checklist/checklist.service';
export { checklistPanel } from './checklist/checklist.view';
export {
  FirstSetup,
  type FirstAdministrator,
  type SetupToken,
} from './first-administrators/first-setup.service';
