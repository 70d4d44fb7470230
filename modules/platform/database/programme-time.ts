import type { Env } from '../config/env';
import type { ProgrammeTime } from '../shared/nights.rules';

export const programmeTime = (env: Env): ProgrammeTime => ({
  offsetMinutes: env.MAWA_OFFSET_MINUTES,
  nightStartsAt: env.MAWA_NIGHT_STARTS_AT,
});
