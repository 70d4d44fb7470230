import { applyDecorators } from '@nestjs/common';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import { LANGUAGES, ROLES, type Language, type Role } from '../../platform/shared/actor';
import { IsMailAddress, says } from '../../platform/web/validation';
import { CLOSING_REASONS, type ClosingReason } from '../accounts/account-closing.service';
import {
  REMOVAL_REASONS,
  type RemovalReason,
} from '../second-factor/second-factor-removals.service';
import { PRINCIPAL_KINDS, type PrincipalKind } from '../accounts/memberships.service';
import { IsDay } from './day.dto';

/** Shown on pages in Arabic in place of the one name. */
const ArabicName = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Matches(
      /^(?=.*[\u0621-\u064A])[\u0621-\u063A\u0641-\u0652\u0670-\u06D3\u06D5 .'’-]{1,120}$/u,
      says('access.arabic_letters'),
    ),
  );

/** Left empty, pages in Arabic show the one name. */
export class ArabicNameDto {
  @ArabicName()
  arabicName?: string;
}

export class CreateUserDto {
  @IsMailAddress()
  @MaxLength(254)
  email: string;

  @IsString()
  @MinLength(1)
  @MaxLength(120)
  name: string;

  @ArabicName()
  arabicName?: string;

  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;

  @IsOptional()
  @IsUUID()
  organisationId?: string;

  @IsOptional()
  @IsIn(ROLES)
  role?: Role;
}

export class GrantRoleDto {
  @IsIn(ROLES)
  role: Role;

  /** Of a role for a time; it ends by itself. */
  @IsOptional()
  @IsDay()
  lastDay?: string;
}

export class JoinDto {
  @IsIn(PRINCIPAL_KINDS)
  kind: PrincipalKind;

  @IsUUID()
  principalId: string;

  /** The last day, where it is known already. */
  @IsOptional()
  @IsDay()
  until?: string;
}

/** A page's one list of places: `shelter:<id>`, `organisation:<id>` or `team:<id>`. */
export class JoinForm {
  @Matches(/^(shelter|organisation|team):[0-9a-f-]{36}$/, says('access.no_such_place'))
  place: string;

  @IsOptional()
  @IsDay()
  until?: string;
}

export class CloseAccountDto {
  @IsIn(CLOSING_REASONS)
  reason: ClosingReason;
}

export class FactorRemovalDto {
  @IsIn(REMOVAL_REASONS)
  reason: RemovalReason;
}

/** Beside the other forms of the page of an account. */
export class FactorRemovalForm {
  @IsIn(REMOVAL_REASONS)
  factorReason: RemovalReason;
}
