import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { says } from '../../platform/web/validation';
import { CURRENCIES } from '../money.rules';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const AMOUNT = /^\d{1,8}(\.\d{1,2})?$/;
const RATE = /^\d{1,9}(\.\d{1,8})?$/;

export class EnterRateDto {
  /** One unit of this currency … */
  @IsIn(CURRENCIES)
  from: string;

  /** … is worth `rate` units of this one. */
  @IsIn(CURRENCIES)
  to: string;

  /** The first day it holds for, until a later one supersedes it. */
  @Matches(DAY, says('common.not_date'))
  validFrom: string;

  /** Decimal text with at most eight decimals, e.g. "9.2". */
  @Matches(RATE, says('budget.bad_rate'))
  rate: string;

  /** Where it was read, e.g. the monthly operational rate of the United Nations. */
  @IsString()
  @Length(3, 200)
  source: string;

  /** Needed where the rate is more than a quarter away from the last one. */
  @IsOptional()
  @IsBoolean()
  confirmed?: boolean;
}

export class SetNightRateDto {
  @IsUUID()
  shelterId: string;

  /** The first night it holds for. */
  @Matches(DAY, says('common.not_date'))
  from: string;

  /** For one person and night, decimal text: "180.00". */
  @Matches(AMOUNT, says('common.not_amount'))
  amount: string;

  @IsIn(CURRENCIES)
  currency: string;

  @IsUUID()
  lineId: string;

  /** The agreement or decision that says so. */
  @IsString()
  @Length(3, 200)
  source: string;
}

export class ClosePeriodDto {
  /** The last day of the period; nothing is booked on it or before any more. */
  @Matches(DAY, says('common.not_date'))
  untilDay: string;
}

/** On the page the day is confirmed once more. */
export class ConfirmPeriodDto extends ClosePeriodDto {
  @IsOptional()
  @IsString()
  confirmed?: string;
}
