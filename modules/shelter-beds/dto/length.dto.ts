import { IsIn, IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { IsNight } from './civil-date.dto';
import { Whole } from '../../platform/web/posted';

export const DECISIONS = ['approved', 'refused'] as const;

/** What one extension adds at most. */
export const MOST_NIGHTS = 365;

export class ExtensionDto {
  @Whole()
  @IsInt()
  @Min(1)
  @Max(MOST_NIGHTS)
  nights: number;

  /** Code of the list extension_reasons. */
  @IsString()
  @MaxLength(60)
  why: string;

  /** Sealed. */
  @IsOptional()
  @IsString()
  @Length(3, 500)
  note?: string;
}

export class ExtensionDecisionDto {
  @IsIn(DECISIONS)
  decision: (typeof DECISIONS)[number];
}

export class StayLimitDto {
  /** Left out: as long as it takes. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  @Max(3650)
  nights?: number | null;

  /** Today when left out. */
  @IsOptional()
  @IsNight()
  from?: string;
}
