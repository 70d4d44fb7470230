import { IsIn, IsInt, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';
import {
  EXIT_OUTCOMES,
  HIDING_REASONS,
  type HidingReason,
  REVIEW_FINDINGS,
  RELEASES,
  type ReviewFinding,
} from '../beds.data';
import { IsNight } from './civil-date.dto';
import { Whole } from '../../platform/web/posted';

class VersionedDto {
  /** The version that the form showed: a change meanwhile is refused rather than overwritten. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  version?: number;
}

export class CheckInDto extends VersionedDto {
  /** The night on which they came, where it is entered late; tonight when left out. */
  @IsOptional()
  @IsNight()
  night?: string;

  /** Needed where nobody who holds the case has agreed: why they are received all the same. */
  /** Code of the list arrival_reasons. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  emergency?: string;
}

export class ArrivalReviewDto {
  @IsIn(REVIEW_FINDINGS)
  finding: ReviewFinding;
}

export class ExitDto extends VersionedDto {
  /** The day on which they left; the night of that day is not counted. Today when left out. */
  @IsOptional()
  @IsNight()
  on?: string;

  @IsOptional()
  @IsIn(EXIT_OUTCOMES)
  outcome?: (typeof EXIT_OUTCOMES)[number];

  /** Code of the list exit_destinations; left out: not collected. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  destination?: string;

  /** The day on which those who follow the person ask how they are. */
  @IsOptional()
  @IsNight()
  followUpOn?: string;
}

export class PlannedExitDto extends VersionedDto {
  /** Null or left out: open again. */
  @IsOptional()
  @IsNight()
  on?: string | null;

  /** Needed where something about the company on the new nights is not known: what was answered. */
  @IsOptional()
  @IsString()
  @Length(3, 100)
  reason?: string;

  /** Where the day lies past the longest stay of the house, the nights past it are asked for: code of extension_reasons. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  why?: string;

  /** With `why`; sealed. */
  @IsOptional()
  @IsString()
  @Length(3, 500)
  note?: string;
}

export class ReleaseDto extends VersionedDto {
  @IsOptional()
  @IsIn(RELEASES)
  outcome?: (typeof RELEASES)[number];

  @IsOptional()
  @IsString()
  @Length(3, 100)
  reason?: string;
}

export class BedBlockDto {
  @IsNight()
  from: string;

  /** The first night on which the bed is good again; left out: until further notice. */
  @IsOptional()
  @IsNight()
  until?: string;

  /** Code of the list block_reasons. */
  @IsString()
  @MaxLength(60)
  reason: string;

  @IsOptional()
  @IsString()
  @Length(3, 200)
  note?: string;
}

/** On a page with other forms that have a reason. */
export class BoardHidingFormDto {
  @IsIn(HIDING_REASONS)
  hidingReason: HidingReason;
}

export class BoardHidingDto {
  @IsIn(HIDING_REASONS)
  reason: HidingReason;
}
