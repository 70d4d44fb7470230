import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { YesNo } from '../../platform/web/posted';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import { CURRENCIES, type Currency } from '../money.rules';
import {
  DECISIONS,
  REFUSAL_REASONS,
  type Decision,
  type RefusalReason,
} from '../commitments/decide-commitment.service';
import { MANUAL_STEPS, STEP_REASONS, type ManualStep } from '../commitments/take-step.service';
import { COMMITMENT_FILTERS, type CommitmentFilter } from '../commitments/commitments.queries';

const trimmed = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim() : value;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;

export class MakeCommitmentDto {
  @IsUUID()
  lineId: string;

  @Transform(trimmed)
  @IsString()
  @Length(2, 120)
  supplier: string;

  /** What it is for; never the name of a person. */
  @Transform(trimmed)
  @IsString()
  @Length(3, 160)
  purpose: string;

  /** Decimal text with two decimals at most: "1250.50". */
  @Matches(AMOUNT, says('budget.bad_amount'))
  amount: string;

  @IsIn(CURRENCIES)
  currency: Currency;

  /** When the goods come or the service is given; both days count. */
  @Matches(DAY, says('common.not_date'))
  startsOn: string;

  @Matches(DAY, says('common.not_date'))
  endsOn: string;

  /** The agreement that it is spent under, where there is one. */
  @IsOptional()
  @IsUUID()
  agreementId?: string;

  /** True: only thought of, nobody is asked yet. */
  @IsOptional()
  @IsBoolean()
  planned?: boolean;

  /** True: it looks like a request that is here already (`budget.request_twice`), and is another. */
  @IsOptional()
  @YesNo()
  @IsBoolean()
  confirmed?: boolean;
}

export class CommitmentStepDto {
  /** requested, withdrawn, committed, received, invoiced, paid, cancelled or undone. */
  @IsIn(MANUAL_STEPS)
  step: ManualStep;

  /** Of a delivery, an invoice, a payment; what of an order is cancelled, all that has not come where it is left out. */
  @IsOptional()
  @Matches(AMOUNT, says('budget.bad_amount'))
  amount?: string;

  /** The day of the delivery, the invoice or the payment. */
  @IsOptional()
  @Matches(DAY, says('common.not_date'))
  on?: string;

  /** The number of the delivery note, the invoice or the transfer. */
  @IsOptional()
  @Transform(trimmed)
  @IsString()
  @Length(1, 60)
  document?: string;

  /** The step that is the invoice, where it is paid. */
  @IsOptional()
  @IsUUID()
  invoiceId?: string;

  /** The step that is taken back. */
  @IsOptional()
  @IsUUID()
  stepId?: string;

  /** A code, where something is withdrawn, cancelled or taken back. */
  @IsOptional()
  @IsIn(STEP_REASONS)
  reason?: string;

  /** True: the delivery, invoice or payment looks like one that is here already, and is another. */
  @IsOptional()
  @YesNo()
  @IsBoolean()
  confirmed?: boolean;
}

export class DecisionDto {
  @IsIn(DECISIONS)
  decision: Decision;

  /** Why it is refused. */
  @IsOptional()
  @IsIn(REFUSAL_REASONS)
  reason?: RefusalReason;
}

export class ListCommitmentsDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(COMMITMENT_FILTERS)
  show?: CommitmentFilter;

  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  line?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^\d{1,15}$/, says('common.invalid_value'))
  after?: string;
}

export class NewCommitmentQueryDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  line?: string;

  /** A commitment whose request is made anew. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  like?: string;
}

export class MakeAgreementDto {
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
}
