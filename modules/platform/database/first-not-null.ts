/**
 * SQL of the first of two columns that is not null, for a join with a table under row-level security. PostgreSQL
 * takes coalesce() for something that could leak, runs such a join after the policy of each row, and uses no index.
 */
export const firstNotNull = (first: string, second: string): string =>
  `CASE WHEN ${first} IS NULL THEN ${second} ELSE ${first} END`;
