import { asSystem } from '../../platform/database/as-system';

export interface PartitionsState {
  /** The last year, in UTC, that has a partition; null: none has. */
  readonly lastYear: number | null;
  /** Rows of years without a partition are in the default one. */
  readonly hasRowsBeyond: boolean;
}

/** For the health check. */
export const partitionsState = (appUrl: string, now: Date): Promise<PartitionsState> =>
  asSystem(appUrl, now, async (client) => {
    const { rows } = await client.query<PartitionsState>(
      'SELECT last_year AS "lastYear", has_rows_beyond AS "hasRowsBeyond" FROM audit_partitions_state()',
    );
    return rows[0]!;
  });
