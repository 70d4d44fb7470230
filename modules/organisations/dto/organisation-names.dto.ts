import { IsOptional, Matches, MaxLength } from 'class-validator';
import type { LocalNames } from '../../platform/shared/local-names';
import { says } from '../../platform/web/validation';

/** Its name on pages in each language; a language that is left out shows the name itself. */
export class OrganisationNamesDto implements LocalNames {
  @IsOptional()
  @Matches(/^.*\S.*$/, says('common.required'))
  @MaxLength(200)
  fr?: string;

  @IsOptional()
  @Matches(/^.*\S.*$/, says('common.required'))
  @MaxLength(200)
  ar?: string;

  @IsOptional()
  @Matches(/^.*\S.*$/, says('common.required'))
  @MaxLength(200)
  en?: string;
}
