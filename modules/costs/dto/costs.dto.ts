import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { Trimmed } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import { CURRENCIES } from '../../grant-budgeting';

export class CostsDto {
  /** Code of the grant; the first one where left out. */
  @IsOptional()
  @IsString()
  @Length(1, 60)
  grant?: string;

  /** "2026-Q3"; from the grant's beginning until today where left out. */
  @IsOptional()
  @Matches(/^\d{4}-Q[1-4]$/, says('costs.bad_quarter'))
  quarter?: string;
}

export class UnitCostDto {
  /** "bed-night" or the code of a kind of service. */
  @Matches(/^[a-z][a-z0-9_-]{1,39}$/, says('costs.unknown_kind'))
  kind: string;

  /** For one unit, decimal text: "180.00". */
  @Matches(/^\d{1,8}(\.\d{1,2})?$/, says('common.not_amount'))
  amount: string;

  @IsIn(CURRENCIES)
  currency: string;

  /** The first day of facts that it holds for, until a later one supersedes it. */
  @Matches(/^\d{4}-\d{2}-\d{2}$/, says('common.not_date'))
  validFrom: string;

  /** Where it comes from, e.g. the agreement with a partner. */
  @IsString()
  @Trimmed()
  @Length(3, 200)
  source: string;
}
