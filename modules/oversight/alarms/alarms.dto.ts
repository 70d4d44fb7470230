import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { EmptyAsUndefined } from '../../platform/web/validation';

export const FINDINGS = [
  'ordinary_work',
  'agreed',
  'mistake',
  'taught',
  'stolen',
  'misuse',
] as const;
export type Finding = (typeof FINDINGS)[number];

export class CloseAlarmDto {
  @IsIn(FINDINGS)
  finding!: Finding;
}

export class AlarmListDto {
  /** `nextOpen` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  after?: string;

  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  before?: string;
}
