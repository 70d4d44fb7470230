import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Whole } from '../../platform/web/posted';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import { BUDGET_GROUPINGS, type BudgetGrouping } from '../budget-views.rules';
import { ChosenGrantDto } from './chosen-grant.dto';

const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;
const QUARTER = /^20\d{2}-Q[1-4]$/;

export class PlannedQuarterDto {
  /** '2026-Q3' */
  @Matches(QUARTER, says('budget-plan.not_a_quarter'))
  quarter: string;

  /** Decimal text with two decimals at most: "1250.50". */
  @Matches(AMOUNT, says('budget-plan.bad_amount'))
  amount: string;
}

export class PlanLineDto {
  /** Quarters that are left out have nothing; together they make the amount of the line. */
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => PlannedQuarterDto)
  quarters: PlannedQuarterDto[];

  /** The version that was on the screen, 0 where nobody had planned. */
  @Whole()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  seen: number;
}

export class ShowPlanDto extends ChosenGrantDto {
  /** agency, outcome, partner, class, unsdg or line. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(BUDGET_GROUPINGS)
  view?: BudgetGrouping;
}

export class CashForecastDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  grant?: string;

  /** The first of the four quarters, such as 2027-Q1; the one that runs where it is left out. */
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(QUARTER, says('budget-plan.not_a_quarter'))
  from?: string;
}
