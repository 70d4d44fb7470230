import {
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { Revision } from '../../platform/web/revision.decorator';

/** Of a kind of report; what looks like an id of something else is none. */
export const KIND = /^(?![0-9a-f]{8}-)[a-z][a-z0-9-]{2,39}$/;

export class CopyDefinitionDto {
  /** Short and for ever: letters, digits and hyphens. */
  @IsString()
  @Matches(KIND)
  kind: string;

  @IsString()
  @Length(1, 200)
  titleFr: string;

  @IsString()
  @Length(1, 200)
  titleAr: string;

  @IsString()
  @Length(1, 200)
  titleEn: string;
}

export class WriteDefinitionDto {
  /** The whole definition: title, sections and their blocks; a wrong place is named. */
  @IsObject()
  body: Record<string, unknown>;

  @IsString()
  @Length(3, 300)
  source: string;

  @Revision()
  revision: number;
}

export class DefinitionRevisionDto {
  @Revision()
  revision: number;
}

/** The form of the editor: its fields are read by their own names, and one button was pressed. */
export class EditDefinitionDto extends DefinitionRevisionDto {
  @IsString()
  @Matches(
    /^(save|put-in-force|(section|block|text|note|question)-[a-z]+( [a-z0-9-]{1,40}( \d{1,2})?)?)$/,
  )
  act: string;

  @IsOptional()
  @IsObject()
  head?: Record<string, unknown>;

  @IsOptional()
  @IsObject()
  sections?: Record<string, unknown>;

  @IsOptional()
  @IsObject()
  texts?: Record<string, unknown>;

  @IsOptional()
  @IsObject()
  notes?: Record<string, unknown>;

  @IsOptional()
  @IsObject()
  added?: Record<string, unknown>;
}

export class PreviewDto {
  @IsOptional()
  @IsUUID()
  grantId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(10)
  period?: string;

  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;
}
