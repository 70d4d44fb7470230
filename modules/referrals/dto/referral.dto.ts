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
import { says, Unasked } from '../../../src/web/validation';
import { PARTS, type Part, URGENCIES, type Urgency } from '../referral.states';
import { SHOWS, type Show } from '../referrals.queries';
import { REVOKE_REASONS, type RevokeReason } from '../referrals.service';

const CODE = /^[a-z_]{3,40}$/;

export class SendReferralDto {
  @IsUUID(undefined, says('referrals.whom'))
  partnerId: string;

  /** Code of the list referral_services. */
  @Matches(CODE, says('referrals.what'))
  service: string;

  @IsIn(URGENCIES)
  urgency: Urgency;

  /** Codes of what is told; a form with one box ticked sends one word. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray(says('referrals.parts'))
  @ArrayMinSize(1, says('referrals.parts'))
  @ArrayMaxSize(PARTS.length)
  @IsIn(PARTS, { each: true })
  parts: Part[];

  /** What the person needs, without a name. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  needs?: string;
}

export class ListReferralsDto {
  @Unasked()
  @IsOptional()
  @IsIn(SHOWS)
  show?: Show;

  @Unasked()
  @IsOptional()
  @Matches(CODE, says('common.not_choice'))
  service?: string;

  @Unasked()
  @IsOptional()
  @IsUUID()
  partnerId?: string;

  /** `next` of the page before. */
  @Unasked()
  @IsOptional()
  @IsUUID()
  after?: string;
}

export class ChoosePartnerDto {
  @Unasked()
  @IsOptional()
  @Matches(CODE, says('common.not_choice'))
  service?: string;

  @Unasked()
  @IsOptional()
  @Matches(/^\d{2}$/, says('common.not_choice'))
  region?: string;

  @Unasked()
  @IsOptional()
  @IsUUID()
  partner?: string;
}

export class RevokeReferralDto {
  @IsIn(REVOKE_REASONS)
  reason: RevokeReason;
}
