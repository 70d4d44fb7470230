import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsEmail,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { type Language, LANGUAGES } from '../../platform/shared/actor';

export class NewAdministratorDto {
  @IsString()
  @MinLength(1)
  @MaxLength(120)
  name: string;

  @IsEmail()
  @MaxLength(254)
  email: string;

  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;
}

/** Two, so that from the first day each can confirm what the other does. */
export class FirstAdministratorsDto {
  @IsString()
  @MaxLength(100)
  token: string;

  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(2)
  @ValidateNested({ each: true })
  @Type(() => NewAdministratorDto)
  administrators: NewAdministratorDto[];
}
