import { IsIn, IsObject, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { LANGUAGES, type Language } from '../../../src/shared/actor';
import { says, Unasked } from '../../../src/web/validation';
import { WHYS, type Why } from '../recipients';
import { type Format, FORMATS, WORDS } from '../take-list.service';

export class TakeListDto {
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
  @IsIn(WORDS)
  words?: (typeof WORDS)[number];

  /** `office` (it stays with us), `research`, or the id of an organisation; the office where left out. */
  @IsOptional()
  @Matches(
    /^(office|research|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    says('common.not_choice'),
  )
  to?: string;

  /** Needed of every list about people. */
  @IsOptional()
  @IsIn(WHYS)
  why?: Why;

  /** Of heads and words; the reader's own where left out. */
  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;
}

export class RegisterPageDto {
  /** `next` of the page before. */
  @Unasked()
  @IsOptional()
  @IsUUID()
  after?: string;
}
