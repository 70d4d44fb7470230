/** Calls by the day on which they began, by the clock of the programme. */
import type { FactSource } from '../platform/shared/fact-source.types';

export const CALLS: FactSource = {
  ofPeople: false,
  cuts: ['call_type', 'call_region', 'call_language', 'call_danger'],
  rows: `
    SELECT id AS unit, mawa_day(began_at) AS day, type AS call_type, region AS call_region, language AS call_language,
           nullif(danger, 'skipped') AS call_danger
      FROM calls WHERE began_at >= mawa_day_begins($1::date) AND began_at < mawa_day_begins($2::date)`,
};
