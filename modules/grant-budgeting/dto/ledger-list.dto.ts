import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { IsDay } from '../../access';
import { EmptyAsUndefined, says } from '../../platform/web/validation';
import {
  LEDGER_ACCOUNTS,
  LEDGER_SOURCES,
  type LedgerAccount,
  type LedgerSource,
} from '../ledger-list/ledger-list.rules';
import { typedNumber } from '../typed-number.rules';
import { ChosenGrantDto } from './chosen-grant.dto';

/** Which entries of the ledger: each part may be left out. */
export class LedgerListDto extends ChosenGrantDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  line?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(LEDGER_ACCOUNTS)
  account?: LedgerAccount;

  /** The first and the last day of booking. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsDay()
  from?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsDay()
  until?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(LEDGER_SOURCES)
  source?: LedgerSource;

  /** Those alone that should have a document and have no file of it. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(['missing'])
  files?: 'missing';

  /** The number of an invoice, a transfer or a report, however it is written. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  document?: string;

  /** Of what amount entries are at least, in the currency of the grant. */
  @EmptyAsUndefined()
  @Transform(({ value }: { value: unknown }) => typedNumber(value))
  @IsOptional()
  @Matches(/^\d{1,12}(\.\d{1,2})?$/, says('budget.bad_amount'))
  least?: string;

  /** How many are drawn at random; none where the list is shown whole. */
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^[1-9]\d{0,2}$/)
  sample?: string;

  /** The same code draws the same entries. It stands in the audit log, so it is no place for words. */
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^[0-9a-f]{1,20}$/, says('ledger.draw_code'))
  seed?: string;

  /** The last entry of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  after?: string;
}
