import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { IsDay } from '../../access';
import { Whole, YesNo } from '../../platform/web/posted';
import { EmptyAsUndefined, says } from '../../platform/web/validation';
import {
  CONDITION_KINDS,
  CONDITION_OUTCOMES,
  type ConditionKind,
  type ConditionOutcome,
} from '../terms/grant-conditions.service';

const trimmed = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim() : value;
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;

export class AddConditionDto {
  @IsIn(CONDITION_KINDS)
  kind: ConditionKind;

  /** What the donor asks, in the words of the agreement; never about a person. */
  @Transform(trimmed)
  @IsString()
  @Length(3, 1000)
  term: string;

  /** The agreement and its article. */
  @Transform(trimmed)
  @IsString()
  @Length(2, 300)
  reference: string;

  /** The day by which it is met; none where it has no day. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsDay()
  dueOn?: string;

  /** How many days before, finance has a task; 14 where it is left out. */
  @EmptyAsUndefined()
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(0)
  @Max(180)
  remindDays?: number;
}

export class EndConditionDto {
  @IsIn(CONDITION_OUTCOMES)
  outcome: ConditionOutcome;

  /** How it was met, or why and by which letter it was waived. */
  @Transform(trimmed)
  @IsString()
  @Length(3, 500)
  reason: string;
}

export class PromiseContributionDto {
  /** Where the money or the goods come from. */
  @Transform(trimmed)
  @IsString()
  @Length(2, 200)
  source: string;

  /** In the currency of the grant, decimal text: "5000.00". */
  @Matches(AMOUNT, says('budget.bad_amount'))
  promised: string;
}

export class AddContributionDto {
  @Matches(/^20\d{2}-(0[1-9]|1[0-2])$/, says('grant-terms.bad_month'))
  month: string;

  /** In the currency of the grant, decimal text: "400.00". */
  @Matches(AMOUNT, says('budget.bad_amount'))
  amount: string;

  /** The document that shows it. */
  @Transform(trimmed)
  @IsString()
  @Length(2, 120)
  document: string;

  /** True: it looks like a contribution that is here already (`grant-terms.contribution_twice`), and is another. */
  @IsOptional()
  @YesNo()
  @IsBoolean()
  confirmed?: boolean;
}

/** On the page, where the source is chosen beside the row. */
export class AddContributionOfSourceDto extends AddContributionDto {
  @IsUUID()
  contributionId: string;
}
