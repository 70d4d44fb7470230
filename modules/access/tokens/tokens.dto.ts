import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { IsDay } from '../dto/day.dto';
import type { Permission } from '../permissions.rules';
import { TOKEN_PERMISSIONS } from './token-scope.rules';
import { Whole } from '../../platform/web/posted';

/** Whoever makes a token shows first that it is they. */
class OwnerDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  currentPassword: string;
}

class NamedTokenDto extends OwnerDto {
  @IsString()
  @MinLength(1)
  @MaxLength(80)
  name: string;
}

export class MakeTokenDto extends NamedTokenDto {
  /** Names of permissions, each of which the account has now. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(400)
  @ArrayUnique()
  @IsIn(TOKEN_PERMISSIONS, { each: true })
  permissions: Permission[];

  /** GET and HEAD alone. */
  @IsOptional()
  @IsBoolean()
  readsOnly?: boolean;

  /** Shelters and organisations of the account, whose cases alone the token reaches; left out: all. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  places?: string[];

  /** In how many days it ends. */
  @IsInt()
  @Min(1)
  @Max(365)
  days: number;

  /** Of the authenticator app, or a recovery code: where the account of whoever makes it has a second factor. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  code?: string;
}

const listed = ({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value);

/** On a page: a level for each area, and fields of secrets under names that are never given back. */
export class MakeTokenForm extends NamedTokenDto {
  @IsOptional()
  @IsObject()
  levels?: Record<string, string>;

  @IsOptional()
  @IsIn(['yes'])
  readsOnly?: string;

  @IsOptional()
  @Transform(listed)
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  places?: string[];

  @Whole()
  @IsInt()
  @Min(1)
  @Max(365)
  days: number;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  otp?: string;
}

export class CreateServiceAccountDto {
  @IsString()
  @MinLength(1)
  @MaxLength(120)
  name: string;

  /** What the program does, for whoever confirms the account. */
  @IsString()
  @MinLength(3)
  @MaxLength(200)
  purpose: string;

  /** A colleague. */
  @IsUUID()
  responsibleId: string;

  @IsOptional()
  @IsUUID()
  organisationId?: string;

  @IsDay()
  lastDay: string;
}
