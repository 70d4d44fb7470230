import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { type Language, LANGUAGES } from '../../platform/shared/actor';
import { Trimmed } from '../../platform/web/posted';
import { IsMailAddress, says } from '../../platform/web/validation';

/** What is counted by Morocco's days, from noon to noon and in dirham throughout: nothing else would be honoured. */
export const TIME_ZONES = ['Africa/Casablanca'] as const;
export const NIGHT_HOURS = ['12:00'] as const;
export const PROGRAMME_CURRENCIES = ['MAD'] as const;

const named = says('setup.programme_unnamed');

class ProgrammeNamesDto implements Record<Language, string> {
  @IsString(named)
  @Trimmed()
  @Length(1, 120, named)
  fr: string;

  @IsString(named)
  @Trimmed()
  @Length(1, 120, named)
  ar: string;

  @IsString(named)
  @Trimmed()
  @Length(1, 120, named)
  en: string;
}

/** The settings of the area `programme`; those left out stay as delivered. */
export class NewProgrammeDto {
  @ValidateNested()
  @Type(() => ProgrammeNamesDto)
  name: ProgrammeNamesDto;

  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;

  @IsOptional()
  @IsIn(TIME_ZONES, says('setup.other_time_zone'))
  timeZone?: (typeof TIME_ZONES)[number];

  @IsOptional()
  @IsIn(NIGHT_HOURS, says('setup.other_night_hour'))
  nightStartsAt?: (typeof NIGHT_HOURS)[number];

  @IsOptional()
  @IsIn(PROGRAMME_CURRENCIES, says('setup.other_currency'))
  currency?: (typeof PROGRAMME_CURRENCIES)[number];
}

export class NewAdministratorDto {
  @IsString()
  @MinLength(1)
  @MaxLength(120)
  name: string;

  @IsMailAddress()
  @MaxLength(254)
  email: string;

  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;
}

/** Two, so that from the first day each can confirm what the other does. */
export class FirstSetupDto {
  @IsString()
  @MaxLength(100)
  token: string;

  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(2)
  @ValidateNested({ each: true })
  @Type(() => NewAdministratorDto)
  administrators: NewAdministratorDto[];

  @IsOptional()
  @ValidateNested()
  @Type(() => NewProgrammeDto)
  programme?: NewProgrammeDto;
}
