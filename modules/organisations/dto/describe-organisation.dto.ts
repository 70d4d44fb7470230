import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, Matches, MaxLength, ValidateNested } from 'class-validator';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { says } from '../../platform/web/validation';
import { PARTNER_TYPES, type PartnerType } from '../organisations.service';
import { OrganisationNamesDto } from './organisation-names.dto';

/** What else is left out is not known, and through whom a country is reached is said by a tick. */
export class DescribeOrganisationDto {
  @Matches(/\S/, says('common.required'))
  @MaxLength(200)
  name: string;

  /** By language, where it differs: 1 to 200 characters each. Left out: as they are; null: none. */
  @IsOptional()
  @ValidateNested()
  @Type(() => OrganisationNamesDto)
  names?: OrganisationNamesDto | null;

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
