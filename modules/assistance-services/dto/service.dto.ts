import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { CURRENCIES } from '../../grant-budgeting';
import { says } from '../../platform/web/validation';
import { TIME } from '../planned/appointment.rules';
import { CANCEL_REASONS, type CancelReason } from '../services.service';

import { RepeatDto } from './repeat.dto';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class CostDto {
  /** Decimal text with at most two decimals: "1250.50". */
  @Matches(/^\d{1,8}(\.\d{1,2})?$/, says('common.not_amount'))
  amount: string;

  @IsIn(CURRENCIES)
  currency: string;
}

/** The cost of a service: amount and number of the document. */
export class CostlyDto {
  @IsOptional()
  @ValidateNested()
  @Type(() => CostDto)
  cost?: CostDto;

  /** The number of the receipt or invoice. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  receipt?: string;

  /** That number was used before with this provider, and it is right. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value))
  @IsBoolean()
  receiptAgain?: boolean;
}

class ServiceFactsDto extends CostlyDto {
  @IsString()
  @MaxLength(60)
  typeCode: string;

  @Matches(DAY, says('common.not_date'))
  givenOn: string;

  /** Given at the first contact, a few days before the file was opened. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value))
  @IsBoolean()
  firstContact?: boolean;

  /** In the unit of the type; 1 where left out. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value))
  @Matches(/^\d{1,5}(\.\d{1,2})?$/, says('services.bad_quantity'))
  quantity?: string;

  /** The organisation that gave it. */
  @IsOptional()
  @IsUUID()
  providerId?: string;

  /** Sealed under the person's own key. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class RecordServiceDto extends ServiceFactsDto {
  @IsUUID()
  caseId: string;
}

/** How many more people one form notes a service for. */
export const MORE_PEOPLE = 7;

/** On the page people write a case number, a part of it or a name. */
export class RecordServiceFormDto extends ServiceFactsDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  caseNumber: string;

  /** Others who got the same. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MORE_PEOPLE)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  also?: string[];

  /** An hour of the day, for what is still to come. */
  @IsOptional()
  @Matches(TIME, says('appointments.bad_time'))
  at?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => RepeatDto)
  repeat?: RepeatDto;
}

export class CancelServiceDto {
  @IsIn(CANCEL_REASONS)
  reason: CancelReason;
}

export class ListServicesDto {
  @IsOptional()
  @IsUUID()
  caseId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  typeCode?: string;

  @IsOptional()
  @Matches(DAY, says('common.not_date'))
  from?: string;

  /** Not included. */
  @IsOptional()
  @Matches(DAY, says('common.not_date'))
  until?: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  after?: string;
}
