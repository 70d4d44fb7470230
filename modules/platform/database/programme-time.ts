import type { Env } from '../config/env';
import type { ProgrammeTime } from '../shared/nights.rules';

/** Nights run from noon to noon; closing hours of shelters and texts of pages depend on it. */
const NIGHT_STARTS_AT = 12;

export const programmeTime = (env: Env): ProgrammeTime => ({
  offsetMinutes: env.MAWA_OFFSET_MINUTES,
  nightStartsAt: NIGHT_STARTS_AT,
});
