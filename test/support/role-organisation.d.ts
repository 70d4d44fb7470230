import type { Client } from 'pg';

export function organisationOf(
  admin: Client,
  now: Date,
  roles: readonly string[],
): Promise<string | null>;
