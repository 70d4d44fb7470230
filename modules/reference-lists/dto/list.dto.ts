import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { isCivilDate } from '../../platform/shared/nights.rules';
import { Whole } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import { LIMITS } from '../list.rules';
import { Revision } from '../../platform/web/revision.decorator';

/** One box ticked comes as text, several as a list. */
const AsList = () =>
  Transform(({ value }: { value: unknown }) => (value === undefined ? undefined : [value].flat()));
/** A box ticked says "yes". */
const AsYes = () =>
  Transform(({ value }: { value: unknown }) =>
    value === 'yes' || value === true
      ? true
      : value === undefined || value === 'no'
        ? false
        : value,
  );
/** What no date can be is left to the rule after it, which refuses it beside the field. */
const AsDate = () =>
  Transform(({ value }: { value: unknown }) =>
    value === null || isCivilDate(value) ? value : 'not a date',
  );

export class RevisionDto {
  /** Of the draft as you read it: what somebody else wrote meanwhile is not written over (409). */
  @Revision()
  revision: number;
}

export class DraftWordsDto extends RevisionDto {
  /** What changes and why; needed before it is approved. */
  @IsOptional()
  @IsString()
  @Length(3, 1000, says('lists.note_length'))
  note?: string;

  @IsString()
  @Length(3, 600, says('lists.source_length'))
  source: string;

  @IsString()
  @Length(3, 300, says('lists.licence_length'))
  licence: string;

  /** The first day on which it is chosen from, YYYY-MM-DD; from its approval on where left out. */
  @IsOptional()
  @AsDate()
  @Matches(/^(20\d{2})-\d{2}-\d{2}$/, says('common.not_date'))
  holdsFrom?: string;
}

export class ChangeItemDto extends RevisionDto {
  @IsString()
  @MaxLength(LIMITS.label * 2)
  fr: string = '';

  @IsString()
  @MaxLength(LIMITS.label * 2)
  ar: string = '';

  @IsString()
  @MaxLength(LIMITS.label * 2)
  en: string = '';

  /** Code of the first tier above it, in a list of two tiers. */
  @IsOptional()
  @IsString()
  @MaxLength(LIMITS.code)
  parent?: string;

  /** No longer chosen; what was written with it stays readable. */
  @IsOptional()
  @AsYes()
  @IsBoolean()
  retired?: boolean;

  /** `field=value` of HTCDS 2.0, or `none`. */
  @IsOptional()
  @AsList()
  @IsArray()
  @ArrayMaxSize(60)
  @IsString({ each: true })
  @MaxLength(120, { each: true })
  htcds?: string[];

  /** `variable=value` of CTDC, or `none`. */
  @IsOptional()
  @AsList()
  @IsArray()
  @ArrayMaxSize(60)
  @IsString({ each: true })
  @MaxLength(120, { each: true })
  ctdc?: string[];
}

export class AddItemDto extends ChangeItemDto {
  /** Letters, digits and underscores; it never changes afterwards. */
  @IsString()
  @MaxLength(200)
  code: string = '';
}

export class MoveItemDto extends RevisionDto {
  @IsIn(['up', 'down'])
  to: 'up' | 'down';
}

export class CompareVersionsDto {
  @Whole()
  @IsInt()
  @Min(1)
  @Max(9999)
  from: number;

  @Whole()
  @IsInt()
  @Min(1)
  @Max(9999)
  to: number;
}
