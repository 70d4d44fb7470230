import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsUUID,
  Matches,
} from 'class-validator';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import { PURPOSES, type Purpose } from '../consents.rules';
import {
  SHARE_MODES,
  SHARED_PARTS,
  SHARE_REASONS,
  type SharedPart,
  type ShareMode,
  type ShareReason,
} from '../shares.rules';

export class OpenShareDto {
  @IsIn(PURPOSES)
  purpose: Purpose;

  @IsUUID(undefined, says('consents.sharing_with_whom'))
  recipientId: string;

  /** Codes of the disclosed parts; a form with one box ticked sends a single string. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray(says('consents.share_what'))
  @ArrayMinSize(1, says('consents.share_what'))
  @ArrayMaxSize(SHARED_PARTS.length)
  @IsIn(SHARED_PARTS, { each: true })
  what: SharedPart[];

  @IsIn(SHARE_REASONS)
  why: ShareReason;

  @IsIn(SHARE_MODES)
  how: ShareMode;

  /** Last day; the end of the consent where left out, and never later. */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, says('common.not_date'))
  @IsISO8601({ strict: true })
  until?: string;
}

export class ListSharesDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  recipientId?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(['open', 'closed'])
  state?: 'open' | 'closed';

  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  after?: string;
}
