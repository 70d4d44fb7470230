import type { Client } from 'pg';

export interface AccountIds {
  readonly users: string[];
  readonly roles: string[];
  readonly memberships: string[];
  readonly 'password-links': string[];
  readonly shelter: string;
}
export interface AccountWrite {
  readonly method: string;
  readonly path: string;
  /** A form of a page, not JSON. */
  readonly page: boolean;
  readonly body: Record<string, string> | undefined;
}
export const TABLES: readonly string[];
export function accountWrites(
  routes: readonly {
    readonly method: string;
    readonly path: string;
    readonly permission: string;
  }[],
  /** `own`: whoever calls. */
  ids: AccountIds & { readonly own: string },
): AccountWrite[];
export function accountFixture(admin: Client, now?: Date): Promise<AccountIds>;
export function accountRows(admin: Client): Promise<Record<string, string>>;
export function changedTables(
  before: Record<string, string>,
  after: Record<string, string>,
): string[];
