import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { YesNo } from '../../platform/web/posted';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import { MONEY_KINDS, type MoneyKind } from '../federal/donor-money.service';
import { BASES, type Basis, REPORT_TYPES, type ReportType } from '../federal/sf425.rules';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const AMOUNT = /^(?!0+(\.0+)?$)\d{1,9}(\.\d{1,2})?$/;

export class EnterDonorMoneyDto {
  @IsUUID()
  grantId: string;

  @IsIn(MONEY_KINDS)
  kind: MoneyKind;

  /** In the grant's currency, decimal text: "40000.00". */
  @Matches(AMOUNT, says('common.not_amount'))
  amount: string;

  @Matches(DAY, says('common.not_date'))
  onDay: string;

  /** Of the transfer, or of the paper that shows the income. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(2, 60)
  reference: string;

  /** It looks like a movement that is entered already, and is another one. */
  @IsOptional()
  @YesNo()
  @IsBoolean()
  confirmed?: boolean;
}

export class FederalReportQueryDto {
  @IsIn(REPORT_TYPES)
  type: ReportType;

  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(BASES)
  basis?: Basis;

  /** The last day of the reporting period. */
  @Matches(DAY, says('common.not_date'))
  endsOn: string;
}

/** On the page each may be left out: the last quarter of the first grant. */
export class FederalReportPageDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  grantId?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(REPORT_TYPES)
  type?: ReportType;

  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(BASES)
  basis?: Basis;

  @EmptyAsUndefined()
  @IsOptional()
  @Matches(DAY, says('common.not_date'))
  endsOn?: string;
}

export class FederalGrantDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  grantId?: string;
}
