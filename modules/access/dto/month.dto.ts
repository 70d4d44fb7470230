import { IsOptional, Matches } from 'class-validator';
import { EmptyAsUndefined, says } from '../../platform/web/validation';

export class MonthDto {
  /** "2026-11": the first month shown. */
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^20\d{2}-(0[1-9]|1[0-2])$/, says('common.not_choice'))
  month?: string;
}
