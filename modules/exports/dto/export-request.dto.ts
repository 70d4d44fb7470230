import { IsIn, IsObject, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import { EXPORT_PURPOSES, type ExportPurpose } from '../recipients.rules';
import { type Format, FORMATS, VALUE_FORMS } from '../export-request.types';

export class ExportRequestDto {
  /** Which list: `people`, `services`, … */
  @IsString()
  @MaxLength(40)
  list: string;

  /** As they stand in the address of the list. */
  @IsOptional()
  @IsObject()
  filters?: Record<string, unknown>;

  @IsIn(FORMATS)
  format: Format;

  /** In words, or as codes for machines. */
  @IsOptional()
  @IsIn(VALUE_FORMS)
  words?: (typeof VALUE_FORMS)[number];

  /** `office` (it stays with us), `research`, or the id of an organisation; the office where left out. */
  @IsOptional()
  @Matches(
    /^(office|research|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    says('common.not_choice'),
  )
  to?: string;

  /** Needed of every list about people. */
  @IsOptional()
  @IsIn(EXPORT_PURPOSES)
  why?: ExportPurpose;

  /** Of heads and words; the reader's own where left out. */
  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;
}

export class ExportRegisterQueryDto {
  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  after?: string;
}
