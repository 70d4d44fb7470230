import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { EmptyAsUndefined } from '../../platform/web/validation';
import { BUDGET_GROUPINGS, type BudgetGrouping } from '../budget-views.rules';
import { ChosenGrantDto } from './chosen-grant.dto';

export class BudgetPageQueryDto extends ChosenGrantDto {
  /** agency, outcome, partner, class, unsdg or line. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(BUDGET_GROUPINGS)
  view?: BudgetGrouping;

  /** The key of one row of the view: its lines alone. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  group?: string;
}
