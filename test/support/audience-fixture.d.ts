import type { Client } from 'pg';

type Kind = 'agency' | 'commission' | 'donor' | 'partner';
export interface AudienceFixture {
  readonly organisations: Readonly<Record<Kind, string>>;
  readonly grantId: string;
  /** Of the commission, and of the donor. */
  readonly reports: readonly string[];
  readonly hidden: readonly string[];
}
export function audienceFixture(host: {
  readonly base: string;
  readonly admin: Client;
  account(role: string, organisationId: string): Promise<Record<string, string>>;
  answer(kind: string, jobId: string): Promise<unknown>;
}): Promise<AudienceFixture>;
export const NOW: string;
