import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { EmptyAsUndefined } from '../../platform/web/validation';
import { IsDay } from '../dto/day.dto';

export const OUTCOMES = ['done', 'refused', 'not_found'] as const;
export type Outcome = (typeof OUTCOMES)[number];

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

  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^[a-z_-]{1,40}$/)
  kind?: string;

  /** The record it was about. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  id?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsDay()
  day?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(OUTCOMES)
  outcome?: Outcome;

  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  before?: string;
}
