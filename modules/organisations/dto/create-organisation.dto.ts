import { Type } from 'class-transformer';
import { IsIn, IsOptional, Matches, MaxLength, ValidateNested } from 'class-validator';
import { says } from '../../platform/web/validation';
import { ORGANISATION_KINDS, type OrganisationKind } from '../../platform/shared/actor';
import { OrganisationNamesDto } from './organisation-names.dto';

export class CreateOrganisationDto {
  /** Short and for ever, as it stands in budgets and reports: IOM, CNCLT. */
  @Matches(/^[A-Z0-9][A-Z0-9-]{1,19}$/, says('organisations.code'))
  code: string;

  @IsIn(ORGANISATION_KINDS)
  kind: OrganisationKind;

  @Matches(/\S/, says('common.required'))
  @MaxLength(200)
  name: string;

  /** By language, where it differs: 1 to 200 characters each. */
  @IsOptional()
  @ValidateNested()
  @Type(() => OrganisationNamesDto)
  names?: OrganisationNamesDto | null;

  /** ISO 3166-1 alpha-2. */
  @IsOptional()
  @Matches(/^[A-Z]{2}$/, says('organisations.country'))
  country?: string;
}
