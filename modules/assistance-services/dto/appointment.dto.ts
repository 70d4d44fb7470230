import { Transform, Type } from 'class-transformer';
import {
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '../../access';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import {
  APPOINTMENT_CANCELLATION_REASONS,
  type AppointmentCancellationReason,
  TIME,
} from '../planned/appointment.rules';
import { RepeatDto } from './repeat.dto';
import { CostlyDto } from './service.dto';

const asText = ({ value }: { value: unknown }) =>
  typeof value === 'number' ? String(value) : value;
const QUANTITY = /^\d{1,5}(\.\d{1,2})?$/;

export class PlanServiceDto {
  @IsUUID()
  caseId: string;

  @IsString()
  @MaxLength(60)
  typeCode: string;

  @IsDay()
  dueOn: string;

  /** "14:30"; left out, some time that day. */
  @IsOptional()
  @Matches(TIME, says('appointments.bad_time'))
  dueAt?: string;

  @IsOptional()
  @Transform(asText)
  @Matches(QUANTITY, says('services.bad_quantity'))
  quantity?: string;

  @IsOptional()
  @IsUUID()
  providerId?: string;

  /** Sealed under the person's own key. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => RepeatDto)
  repeat?: RepeatDto;
}

/** As planned but for what is said here. */
export class ProvidedDto extends CostlyDto {
  @IsOptional()
  @IsDay()
  givenOn?: string;

  @IsOptional()
  @Transform(asText)
  @Matches(QUANTITY, says('services.bad_quantity'))
  quantity?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

class RescheduleDto {
  /** The same again on another day, in the same press. */
  @IsOptional()
  @IsDay()
  againOn?: string;

  /** Left out, the hour stays; null, there is none any more. */
  @IsOptional()
  @Matches(TIME, says('appointments.bad_time'))
  againAt?: string | null;
}

export class MissedDto extends RescheduleDto {
  /** Of the list `missed_service_reasons`. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  reason: string;
}

export class CancelAppointmentDto extends RescheduleDto {
  @IsIn(APPOINTMENT_CANCELLATION_REASONS)
  reason: AppointmentCancellationReason;
}

export class EndSeriesDto {
  /** From this day on; today where left out. */
  @IsOptional()
  @IsDay()
  from?: string;
}

export const AGENDA_DAYS = ['7', '14', '30'] as const;

export class AgendaDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  caseId?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  typeCode?: string;

  /** How far ahead. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(AGENDA_DAYS)
  days?: (typeof AGENDA_DAYS)[number];
}
