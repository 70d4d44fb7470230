import { IsEmail, IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { LANGUAGES, ROLES, type Language, type Role } from '../../../src/shared/actor';

export class CreateUserDto {
  @IsEmail()
  @MaxLength(254)
  email: string;

  @IsString()
  @MinLength(1)
  @MaxLength(120)
  name: string;

  /** At least twelve characters: long beats odd. */
  @IsString()
  @MinLength(12)
  @MaxLength(1024)
  password: string;

  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;

  @IsOptional()
  @IsUUID()
  organisationId?: string;
}

export class GrantRoleDto {
  @IsIn(ROLES)
  role: Role;
}

export class JoinShelterDto {
  @IsUUID()
  shelterId: string;
}
