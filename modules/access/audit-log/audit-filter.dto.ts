import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { Unasked } from '../../../src/web/validation';
import { IsDay } from '../dto/day';

export const OUTCOMES = ['done', 'refused', 'not_found'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export class AuditFilterDto {
  /** The account that acted. */
  @Unasked()
  @IsOptional()
  @IsUUID()
  who?: string;

  /** The act, or its beginning: `users.` */
  @Unasked()
  @IsOptional()
  @Matches(/^[\w .:/-]{1,80}$/)
  action?: string;

  @Unasked()
  @IsOptional()
  @Matches(/^[a-z_-]{1,40}$/)
  kind?: string;

  /** The record it was about. */
  @Unasked()
  @IsOptional()
  @IsUUID()
  id?: string;

  @Unasked()
  @IsOptional()
  @IsDay()
  day?: string;

  @Unasked()
  @IsOptional()
  @IsIn(OUTCOMES)
  outcome?: Outcome;

  /** `next` of the page before. */
  @Unasked()
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  before?: string;
}
