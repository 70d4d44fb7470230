import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';

export class SignInDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(254)
  email: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  password: string;

  /** Of the authenticator app, or a recovery code: for accounts that have a second factor. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  code?: string;
}

/** Of the authenticator app, or a recovery code. */
export class CodeDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  code: string;
}

/** The same on a page, under a name that is never given back. */
export class CodeForm {
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  otp: string;
}
