import { applyDecorators } from '@nestjs/common';
import {
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { IsDay } from '../../access';
import { Trimmed, YesNo } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import { COURT_KINDS, type CourtKind } from '../courts/courts.queries';
import { Revision } from '../../platform/web/revision.decorator';

const Source = (): PropertyDecorator =>
  applyDecorators(
    IsString(says('settings.no_source')),
    Trimmed(),
    Length(3, 300, says('settings.no_source')),
  );

class CourtNamesDto {
  @IsString()
  @IsNotEmpty()
  @MinLength(2)
  @MaxLength(120)
  fr: string;

  @IsString()
  @IsNotEmpty()
  @MinLength(2)
  @MaxLength(120)
  ar: string;

  @IsString()
  @IsNotEmpty()
  @MinLength(2)
  @MaxLength(120)
  en: string;
}

export class CourtDto extends CourtNamesDto {
  @IsIn(COURT_KINDS)
  kind: CourtKind;

  @IsString()
  @IsNotEmpty()
  @MinLength(2)
  @MaxLength(80)
  city: string;

  @Matches(/^(0[1-9]|1[0-2])$/, says('common.not_choice', { field: 'region' }))
  region: string;

  /** The office that receives victims. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  office?: string;

  @IsOptional()
  @Matches(/^[0-9+ ().-]{4,30}$/, says('legal.bad_phone'))
  officePhone?: string;

  @IsOptional()
  @IsString()
  @MaxLength(120)
  officeHours?: string;
}

export class ChangeCourtDto extends CourtDto {
  @Revision()
  revision: number;

  @YesNo()
  @IsBoolean()
  active: boolean;
}

export class ClosedDayDto extends CourtNamesDto {
  @IsDay()
  day: string;

  /** All courts where left out. */
  @IsOptional()
  @IsUUID()
  courtId?: string;

  @IsOptional()
  @YesNo()
  @IsBoolean()
  yearly?: boolean;

  /** The decree or notice that says so. */
  @Source()
  source: string;
}

export class RemoveClosedDayDto {
  /** Why the day is open again. */
  @Source()
  source: string;
}
