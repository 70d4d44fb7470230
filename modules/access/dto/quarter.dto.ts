import { IsOptional, Matches } from 'class-validator';
import { says, EmptyAsUndefined } from '../../platform/web/validation';

export class QuarterDto {
  /** '2026-Q3', one that is over. */
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^20\d{2}-Q[1-4]$/, says('not_a_quarter'))
  quarter?: string;
}
