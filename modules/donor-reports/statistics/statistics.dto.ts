import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { Whole } from '../../platform/web/posted';

export class StatisticsDto {
  /** Of registration; every year where left out. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(2000)
  @Max(2100)
  year?: number;

  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;
}

export class ReleaseStatisticsDto {
  /** A year of the table; all closed years where left out. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(2000)
  @Max(2100)
  year?: number;

  /** `reached` of the preview that was looked at: what was released since changes what is hidden. */
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  reached?: string;
}
