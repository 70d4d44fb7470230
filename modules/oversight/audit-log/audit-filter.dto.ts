import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { IsDay } from '../../access';
import { AUDIT_ORIGINS, type AuditOrigin } from '../../platform/shared/actor';
import { EmptyAsUndefined } from '../../platform/web/validation';

export const OUTCOMES = ['done', 'refused', 'not_found'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why rows leave the log: a code, since a text could name somebody. */
export const EXPORT_REASONS = [
  'inspection',
  'incident',
  'alarm',
  'person_request',
  'authority',
  'archive',
] as const;
export type ExportReason = (typeof EXPORT_REASONS)[number];

export class AuditFilterDto {
  /** The account that acted. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  who?: string;

  /** The act, or its beginning: `users.` */
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^[\w .:/-]{1,80}$/)
  action?: string;

  /** The organisation of the account that acted. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  organisation?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^[a-z_-]{1,40}$/)
  kind?: string;

  /** The record or the account that it was about. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  id?: string;

  /** One day; `from` and `to` for several, both among them. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsDay()
  day?: string;

  /** Without it: 31 days before `to`, unless an account or a record is named. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsDay()
  from?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsDay()
  to?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(OUTCOMES)
  outcome?: Outcome;

  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(AUDIT_ORIGINS)
  origin?: AuditOrigin;

  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  before?: string;
}

export class AuditExportDto extends AuditFilterDto {
  @IsIn(EXPORT_REASONS)
  reason!: ExportReason;
}
