import { IsIn, IsOptional } from 'class-validator';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import { type Risk, RISKS } from './risk.rules';

export class RiskFilterDto {
  /** Only placements with this risk. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(RISKS, says('common.not_choice'))
  risk?: Risk;
}
