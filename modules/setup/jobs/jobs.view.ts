import type { Language } from '../../platform/shared/actor';
import { keyOfCode, translate } from '../../platform/web/i18n';
import type { ListedJob } from './background-jobs.service';

/** A job as a row: what kind of work it is and how it went, in words. */
export const jobsModel = (jobs: readonly ListedJob[], language: Language) =>
  jobs.map(({ id, kind, state, progress, attempts, askedByName, errorCode, ...job }) => ({
    id,
    /** Enough to tell one from another; a command asks for the whole id. */
    reference: id.slice(0, 8),
    state,
    progress,
    isRetried: job.isRetried,
    attempts,
    traceId: job.traceId,
    askedByName,
    askedAt: job.askedAt,
    finishedAt: job.finishedAt,
    name: translate(language, `jobs:kind.${kind}`),
    error: errorCode && translate(language, keyOfCode(errorCode), { ...job.errorParams }),
  }));
