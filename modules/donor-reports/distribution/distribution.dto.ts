import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { Many, Trimmed, Whole, YesNo } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import { REPORT_FORMATS } from '../../report-documents';

const chosen = says('common.not_choice');

export class PublishDto {
  /** Whose people will read it. */
  @Many()
  @IsArray(says('hand-out.choose_reader'))
  @ArrayMinSize(1, says('hand-out.choose_reader'))
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsUUID('all', { each: true, ...chosen })
  organisationIds: string[];

  /** For the programme alone. */
  @IsOptional()
  @IsString()
  @Trimmed()
  @MaxLength(500)
  note?: string;
}

/** Why a publication ends, or a report is replaced. */
export class HandOutReasonDto {
  @IsString(says('hand-out.why'))
  @Trimmed()
  @Length(3, 500, says('hand-out.why'))
  reason: string;
}

export class ReportLinkDto {
  /** Of a publication that stands. */
  @IsUUID('all', says('hand-out.choose_reader'))
  publicationId: string;

  /** Name of the reader, or an address in words. */
  @IsString(says('hand-out.recipient'))
  @Trimmed()
  @Length(2, 120, says('hand-out.recipient'))
  recipient: string;

  @Many()
  @IsArray(says('hand-out.choose_files'))
  @ArrayMinSize(1, says('hand-out.choose_files'))
  @ArrayUnique()
  @IsIn(REPORT_FORMATS, { each: true, ...chosen })
  formats: string[];

  @Many()
  @IsArray(says('hand-out.choose_files'))
  @ArrayMinSize(1, says('hand-out.choose_files'))
  @ArrayUnique()
  @IsIn(LANGUAGES, { each: true, ...chosen })
  languages: Language[];

  /** Until it ends; a setting where left out. */
  @IsOptional()
  @Whole(3)
  @IsInt(says('hand-out.days'))
  @Min(1, says('hand-out.days'))
  @Max(365, says('hand-out.days'))
  days?: number;

  /** How often it opens; a setting where left out. */
  @IsOptional()
  @Whole(3)
  @IsInt(says('hand-out.openings'))
  @Min(1, says('hand-out.openings'))
  @Max(50, says('hand-out.openings'))
  openings?: number;

  /** All files as one archive under a password. */
  @IsOptional()
  @YesNo()
  @IsBoolean(chosen)
  locked?: boolean;
}

export class OpenReportLinkDto {
  @IsString()
  @MaxLength(80)
  number: string;
}

export class TakeFileDto {
  /** What opening the link answered. */
  @IsString()
  @MaxLength(40)
  opening: string;

  @IsString()
  @Matches(/^[a-z]{3,5}$/)
  format: string;

  /** None of an archive. */
  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;
}

export class TakeLinkedFileDto extends TakeFileDto {
  @IsString()
  @MaxLength(80)
  number: string;
}
