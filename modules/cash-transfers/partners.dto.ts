import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import { YesNo } from '../platform/web/posted';
import { says, EmptyAsUndefined } from '../platform/web/validation';
import { CURRENCIES, type Currency } from '../grant-budgeting';
import { ADVANCE_REASONS, type AdvanceReason } from './advances.service';
import {
  RETURN_REASONS,
  ROW_REASONS,
  type ReturnReason,
  type RowReason,
} from './check-returns.service';
import { CLAIMS, type Claim } from './partner-submissions.queries';
import {
  RATING_REASONS,
  RATINGS,
  type Rating,
  type RatingReason,
} from './partner-agreements.service';
import { FINDINGS, type Finding } from './spot-checks.service';
import { TAKE_BACK_REASONS, type TakeBackReason } from './partner-refunds.service';

const trimmed = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim() : value;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MONTH = /^\d{4}-\d{2}(-\d{2})?$/;
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;
/** A month alone is its first day. */
const asDay = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d{4}-\d{2}$/.test(value) ? `${value}-01` : value;

export class LineAmountDto {
  @IsUUID()
  lineId: string;

  /** Decimal text with two decimals at most: "1250.50"; nothing where it is left out. */
  @IsOptional()
  @Matches(AMOUNT, says('budget.bad_amount'))
  amount?: string;
}

export class ReturnRowDto extends LineAmountDto {
  /** The month in which it was spent, where the return does not say one for all. */
  @IsOptional()
  @Transform(asDay)
  @Matches(DAY, says('common.not_date'))
  month?: string;

  @IsOptional()
  @Transform(trimmed)
  @IsString()
  @Length(1, 60)
  document?: string;
}

export class PartnerAgreementDto {
  @IsUUID()
  grantId: string;

  @IsUUID()
  organisationId: string;

  @Transform(trimmed)
  @IsString()
  @Length(2, 60)
  reference: string;

  @Matches(DAY, says('common.not_date'))
  startsOn: string;

  @Matches(DAY, says('common.not_date'))
  endsOn: string;

  @Matches(AMOUNT, says('budget.bad_amount'))
  amount: string;

  @IsIn(CURRENCIES)
  currency: Currency;

  /** What each budget line gives to it, in its currency; together they make the amount. */
  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => LineAmountDto)
  rows: LineAmountDto[];
}

export class RatingDto {
  @IsIn(RATINGS)
  rating: Rating;

  @IsIn(RATING_REASONS)
  reason: RatingReason;

  @Matches(DAY, says('common.not_date'))
  validFrom: string;
}

export class RequestAdvanceDto {
  /** Any day of the quarter that the money is for. */
  @Transform(asDay)
  @Matches(DAY, says('common.not_date'))
  quarter: string;

  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => LineAmountDto)
  rows: LineAmountDto[];

  /** True: it looks like a request that is here already (`budget.advance_twice`), and is another. */
  @IsOptional()
  @YesNo()
  @IsBoolean()
  confirmed?: boolean;
}

export class RowDecisionDto {
  @IsUUID()
  rowId: string;

  /** At most what was asked; nothing where it is left out. */
  @IsOptional()
  @Matches(AMOUNT, says('budget.bad_amount'))
  agreed?: string;

  /** Why it is less. */
  @IsOptional()
  @IsIn([...new Set([...ADVANCE_REASONS, ...ROW_REASONS])])
  reason?: AdvanceReason | RowReason;
}

export class DecideAdvanceDto {
  @IsIn(['authorised', 'refused'])
  decision: 'authorised' | 'refused';

  /** What is not named is authorised whole. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => RowDecisionDto)
  rows?: RowDecisionDto[];

  @IsOptional()
  @IsIn(ADVANCE_REASONS)
  reason?: AdvanceReason;
}

export class PaidDto {
  @Matches(DAY, says('common.not_date'))
  on: string;

  /** The number of the transfer. */
  @Transform(trimmed)
  @IsString()
  @Length(1, 60)
  document: string;
}

export class WithdrawAdvanceDto {
  @IsIn(ADVANCE_REASONS)
  reason: AdvanceReason;
}

const MOST_ROWS = 2000;
/** For the routes of returns: a row is an object of at most four values. */
export const RETURN_BODY = { bodyValues: MOST_ROWS * 5 + 100 } as const;

export class EnterReturnDto {
  @EmptyAsUndefined()
  @IsOptional()
  @Transform(asDay)
  @Matches(DAY, says('common.not_date'))
  month?: string;

  @IsOptional()
  @IsIn(CLAIMS)
  claim?: Claim;

  /** Interest earned on the advance in that time. */
  @IsOptional()
  @Matches(AMOUNT, says('budget.bad_amount'))
  interest?: string;

  @IsOptional()
  @Transform(trimmed)
  @IsString()
  @Length(1, 60)
  document?: string;

  @IsArray()
  @ArrayMaxSize(MOST_ROWS)
  @ValidateNested({ each: true })
  @Type(() => ReturnRowDto)
  rows: ReturnRowDto[];

  /** True: it looks like a report that is here already (`budget.return_twice`), and is another. */
  @IsOptional()
  @YesNo()
  @IsBoolean()
  confirmed?: boolean;
}

export class CheckReturnDto {
  @IsIn(['accepted', 'returned'])
  decision: 'accepted' | 'returned';

  /** What is not named is accepted whole. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_ROWS)
  @ValidateNested({ each: true })
  @Type(() => RowDecisionDto)
  rows?: RowDecisionDto[];

  @IsOptional()
  @IsIn(RETURN_REASONS)
  reason?: ReturnReason;
}

export class RefundDto extends PaidDto {
  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => LineAmountDto)
  rows: LineAmountDto[];

  /** True: it looks like a refund that is here already (`budget.refund_twice`), and is another. */
  @IsOptional()
  @YesNo()
  @IsBoolean()
  confirmed?: boolean;
}

export class TakeBackDto {
  @IsIn(TAKE_BACK_REASONS)
  reason: TakeBackReason;
}

export class FaceDto {
  /** Any day of the quarter that is reported on; the last whole quarter where it is left out. */
  @EmptyAsUndefined()
  @IsOptional()
  @Transform(asDay)
  @Matches(MONTH, says('common.not_date'))
  quarter?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(CLAIMS)
  claim?: Claim;
}

/** What was left empty is nothing. */
export const amountsOf = <T extends { amount?: string }>(rows: readonly T[]) =>
  rows.map((row) => ({ ...row, amount: row.amount ?? '0' }));
export const agreedOf = (rows: readonly RowDecisionDto[]) =>
  rows.map((row) => ({ ...row, agreed: row.agreed ?? '0' }));

export class SpotCheckRowDto {
  @IsUUID()
  rowId: string;

  /** What of the accepted amount the papers support; a row without it was not looked at. */
  @IsOptional()
  @Matches(AMOUNT, says('budget.bad_amount'))
  supported?: string;

  /** Needed where it is less than what was accepted. */
  @IsOptional()
  @IsIn(FINDINGS)
  finding?: Finding;
}

export class SpotCheckDto {
  @Matches(DAY, says('common.not_date'))
  on: string;

  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => SpotCheckRowDto)
  rows: SpotCheckRowDto[];
}

/** Rows that were looked at. */
export const checkedRowsOf = (rows: readonly SpotCheckRowDto[]) =>
  rows.flatMap(({ supported, ...row }) => (supported === undefined ? [] : [{ ...row, supported }]));
