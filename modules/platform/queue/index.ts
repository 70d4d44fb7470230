/** Background jobs: their rows, notifications of workers, schedules. */
export { JobActors } from './job-actors';
export { BullmqQueue, openJobQueue, type QueueOptions } from './bullmq-queue';
export { type ScheduledTask, JobHandlers, type WorkHandler, type WorkItem } from './job-handlers';
export type { ScheduledTaskKind, JobKind, WorkKind, WorkParams } from './job-kinds';
export { JobQueue } from './job-queue';
export { JobRunner } from './job-runner';
export { type JobRecord, type JobResult, Jobs, type LatestJob, RunEnded } from './jobs';
export type { JobState } from './jobs.rules';
export { migrateQueue, QUEUE_SCHEMA } from './queue-schema';
export { SCHEDULES } from './schedules';
