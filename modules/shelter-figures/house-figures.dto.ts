import { IsOptional, IsUUID, Matches } from 'class-validator';
import { says } from '../platform/web/validation';
import { IsNight } from '../shelter-beds';

export class HouseFiguresDto {
  /** '2026-Q3'; the last that is over where no nights are chosen. */
  @IsOptional()
  @Matches(/^20\d{2}-Q[1-4]$/, says('house-figures.not_a_quarter'))
  quarter?: string;

  /** First night; with `until` instead of a quarter. */
  @IsOptional()
  @IsNight()
  from?: string;

  /** Last night, it counts. */
  @IsOptional()
  @IsNight()
  until?: string;

  @IsOptional()
  @IsUUID()
  shelter?: string;
}
