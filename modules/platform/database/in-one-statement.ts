/** The rows of a query as one value of JSON, so that several figures are read in one statement and of one moment. */
export const rowsOf = (sql: string): string =>
  `(SELECT coalesce(json_agg(x), '[]') FROM (${sql}) x)`;

/** Named queries that share their parameters, as one: a row with the rows of each under its name. */
export const inOneStatement = (queries: Readonly<Record<string, string>>): string =>
  `SELECT ${Object.entries(queries)
    .map(([name, sql]) => `${rowsOf(sql)} AS "${name}"`)
    .join(', ')}`;
