import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import {
  SHEET_PARTS,
  type SheetPart,
  URGENCIES,
  type ReferralUrgency,
} from '../referral-states.rules';
import { REFERRAL_LIST_FILTERS, type ReferralListFilter } from '../referrals.queries';
import { REVOKE_REASONS, type RevokeReason } from '../referrals.service';

const CODE = /^[a-z_]{3,40}$/;

export class SendReferralDto {
  @IsUUID(undefined, says('referrals.whom'))
  partnerId: string;

  /** Code of the list referral_services. */
  @Matches(CODE, says('referrals.what'))
  service: string;

  @IsIn(URGENCIES)
  urgency: ReferralUrgency;

  /** Codes of the disclosed parts; a form with one box ticked sends a single string. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray(says('referrals.parts'))
  @ArrayMinSize(1, says('referrals.parts'))
  @ArrayMaxSize(SHEET_PARTS.length)
  @IsIn(SHEET_PARTS, { each: true })
  parts: SheetPart[];

  /** What the person needs, without a name. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  needs?: string;
}

export class ListReferralsDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(REFERRAL_LIST_FILTERS)
  show?: ReferralListFilter;

  @EmptyAsUndefined()
  @IsOptional()
  @Matches(CODE, says('common.not_choice'))
  service?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  partnerId?: string;

  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  after?: string;
}

export class ChoosePartnerDto {
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(CODE, says('common.not_choice'))
  service?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^\d{2}$/, says('common.not_choice'))
  region?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  partner?: string;
}

export class RevokeReferralDto {
  @IsIn(REVOKE_REASONS)
  reason: RevokeReason;
}
