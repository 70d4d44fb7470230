import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { LANGUAGES, type Language } from '../../../src/shared/actor';
import { NARRATIVE_LIMIT } from '../narrative.rules';
import { NARRATIVE_SECTIONS, type NarrativeSection } from '../report-definition';

export class DraftReportDto {
  @IsIn(['iom-quarterly'])
  kind: string;

  @IsUUID()
  grantId: string;

  /** Year and quarter: 2026-Q3. */
  @IsString()
  @MaxLength(10)
  quarter: string;
}

export class WriteNarrativeDto {
  @IsIn(NARRATIVE_SECTIONS)
  section: NarrativeSection;

  @IsIn(LANGUAGES)
  language: Language;

  /** Plain text; an empty one takes the section out. */
  @IsOptional()
  @IsString()
  @MaxLength(NARRATIVE_LIMIT)
  text?: string;

  /** The version that the author had before them; another one meanwhile answers 409. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  basedOn?: number;
}

export class ApproveReportDto {
  /** The author has read the narrative again where first names were found. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value))
  @IsBoolean()
  readAgain?: boolean;
}

/** One language of the narrative as its page posts it: four texts and the versions they began from. */
export class WritePageDto {
  @IsIn(LANGUAGES)
  language: Language;

  @IsOptional()
  @IsString()
  @MaxLength(NARRATIVE_LIMIT)
  summary?: string;

  @IsOptional()
  @IsString()
  @MaxLength(NARRATIVE_LIMIT)
  progress?: string;

  @IsOptional()
  @IsString()
  @MaxLength(NARRATIVE_LIMIT)
  challenges?: string;

  @IsOptional()
  @IsString()
  @MaxLength(NARRATIVE_LIMIT)
  next?: string;

  /** `3,0,1,0`: in the order of the sections. */
  @IsString()
  @Matches(/^\d{1,6}(,\d{1,6}){3}$/)
  basedOn: string;
}
