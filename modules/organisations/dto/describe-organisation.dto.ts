import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, Matches, MaxLength } from 'class-validator';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { says } from '../../platform/web/validation';
import { PARTNER_TYPES, type PartnerType } from '../organisations.service';

/** What is left out is not known, and through whom a country is reached is said by a tick. */
export class DescribeOrganisationDto {
  @Matches(/\S/, says('common.required'))
  @MaxLength(200)
  name: string;

  /** ISO 3166-1 alpha-2. */
  @Matches(/^[A-Z]{2}$/, says('organisations.country'))
  country: string;

  @IsOptional()
  @IsIn(PARTNER_TYPES)
  partnerType?: PartnerType | null;

  /** Code of the list regions. */
  @IsOptional()
  @Matches(/^\d{2}$/, says('common.not_choice'))
  region?: string | null;

  @IsIn(LANGUAGES)
  language: Language;

  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'yes' ? true : value))
  @IsBoolean()
  singleContact?: boolean;
}
