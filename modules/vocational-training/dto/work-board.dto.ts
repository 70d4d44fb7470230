import { IsIn, IsOptional } from 'class-validator';
import { says, Unasked } from '../../../src/web/validation';
import { type Risk, RISKS } from '../work/board/risk.rules';

export class RiskAskedDto {
  /** Only placements with this risk. */
  @Unasked()
  @IsOptional()
  @IsIn(RISKS, says('common.not_choice'))
  risk?: Risk;
}
