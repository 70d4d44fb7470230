import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '../../../access';
import { CURRENCIES, type Currency } from '../../../grant-budgeting';
import { Whole } from '../../../platform/web/posted';
import { says } from '../../../platform/web/validation';
import * as rules from '../plan.rules';

const asked = says('common.not_choice');
const CODE = /^[a-z0-9_]{2,60}$/;
const Amount = () => Matches(/^\d{1,12}(\.\d{1,2})?$/, says('budget.bad_amount'));

class NotedDto {
  /** Sealed under the person's key. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class InstalmentDto extends NotedDto {
  @IsIn(rules.INSTALMENT_FORMS, asked)
  form: (typeof rules.INSTALMENT_FORMS)[number];

  @IsDay()
  dueOn: string;

  /** Decimal text, in the currency of its item. */
  @Amount()
  amount: string;

  /** Code of the list instalment_conditions: what has to be so before it is handed over. */
  @Matches(CODE, asked)
  condition: string;
}

export class AddPlanItemDto extends NotedDto {
  @IsIn(rules.DIMENSIONS, asked)
  dimension: rules.Dimension;

  @IsIn(rules.HELP_LEVELS, asked)
  level: rules.HelpLevel;

  /** Code of the list reintegration_help. */
  @Matches(CODE, asked)
  kind: string;

  /** With an amount and a currency, or none of the three: not everything costs. */
  @IsOptional()
  @IsUUID('all', asked)
  lineId?: string;

  @IsOptional()
  @Amount()
  amount?: string;

  @IsOptional()
  @IsIn(CURRENCIES, asked)
  currency?: Currency;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(rules.MOST_INSTALMENTS)
  @ValidateNested({ each: true })
  @Type(() => InstalmentDto)
  instalments?: InstalmentDto[];
}

export class EndPlanItemDto extends NotedDto {
  @IsIn(rules.END_REASONS, asked)
  reason: (typeof rules.END_REASONS)[number];
}

export class AgreePlanDto extends NotedDto {
  @IsDay()
  on: string;

  /** Whose plan it is: the person's own, one that she agrees to, or with doubts. */
  @IsIn(rules.AGREEMENT_LEVELS, asked)
  voice: (typeof rules.AGREEMENT_LEVELS)[number];

  @IsIn(rules.AGREED_BY, asked)
  agreedBy: (typeof rules.AGREED_BY)[number];

  /** Items and ends that the plan had when the form was opened: a change since then is refused rather than agreed to unseen. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(0)
  seen?: number | null;
}

export class AskAgainDto {
  @IsUUID('all', asked)
  lineId: string;
}

export class PayInstalmentDto extends NotedDto {
  @Amount()
  amount: string;

  @IsDay()
  on: string;

  /** The day on which its condition was met; not asked where there is none. */
  @IsOptional()
  @IsDay()
  metOn?: string;

  /** The number of the receipt; or a document of the file. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  receipt?: string;

  @IsOptional()
  @IsUUID('all', asked)
  documentId?: string;
}

export class CancelInstalmentDto extends NotedDto {
  @Amount()
  amount: string;

  @IsIn(rules.CANCEL_REASONS, asked)
  reason: (typeof rules.CANCEL_REASONS)[number];
}

export class UndoPaymentDto extends NotedDto {
  @IsIn(rules.UNDO_REASONS, asked)
  reason: (typeof rules.UNDO_REASONS)[number];
}
