import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '../../access';
import { EmptyAsUndefined, says } from '../../platform/web/validation';
import { type Attendance, ATTENDANCES, MOST_PEOPLE } from '../sessions/hold-session.service';
import { CostlyDto } from './service.dto';

export class ListSessionsDto {
  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  after?: string;
}

class AttendeeDto {
  @IsUUID()
  caseId: string;

  @IsIn(ATTENDANCES)
  attendance: Attendance;
}

export class HoldSessionDto extends CostlyDto {
  @IsString()
  @MaxLength(60)
  typeCode: string;

  @IsDay()
  givenOn: string;

  /** For each person present, in the unit of the type; 1 where left out. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value))
  @Matches(/^\d{1,5}(\.\d{1,2})?$/, says('services.bad_quantity'))
  quantity?: string;

  @IsOptional()
  @IsUUID()
  providerId?: string;

  /** Who was asked to it, and whether they came. */
  @IsArray()
  @ArrayMaxSize(MOST_PEOPLE)
  @ValidateNested({ each: true })
  @Type(() => AttendeeDto)
  people: AttendeeDto[];
}
