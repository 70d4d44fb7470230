import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches } from 'class-validator';
import { says } from '../platform/web/validation';
import { REASONS, type Reason } from './open-items.queries';
import { MONTH_REASONS, MONTH_STEPS, type MonthReason } from './sign-month.service';
import type { MonthStep } from './reconciliation.queries';

const listed = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? [value] : value;
/** `e:TRANSACTION:LINE`, `g:LINE:KIND:MONTH` or `r:ROW`, as the statement gives them. */
const KEY =
  /^(e:[0-9a-f-]{36}:[0-9a-f-]{36}|g:[0-9a-f-]{36}:[a-z-]{3,20}:\d{4}-\d{2}|r:[0-9a-f-]{36})$/;

export class ChosenItemsDto {
  @Transform(listed)
  @IsArray()
  @ArrayMaxSize(5_000)
  @Matches(KEY, { each: true, ...says('common.not_choice') })
  items: string[];
}

export class MatchItemsDto extends ChosenItemsDto {
  /** Why the two sides differ, where they do. */
  @IsOptional()
  @IsIn(REASONS)
  reason?: Reason;
}

export class ExplainItemsDto extends ChosenItemsDto {
  @IsIn(REASONS)
  reason: Reason;
}

export class MonthStepDto {
  @IsIn(MONTH_STEPS)
  step: MonthStep;

  @IsOptional()
  @IsIn(MONTH_REASONS)
  reason?: MonthReason;
}
