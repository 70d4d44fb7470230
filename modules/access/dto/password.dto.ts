import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class ChangePasswordDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  currentPassword: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  newPassword: string;
}

/** Pages ask twice: what is typed is not seen. */
export class ChangePasswordForm extends ChangePasswordDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  repeatedPassword: string;
}

export class SetPasswordForm {
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  newPassword: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  repeatedPassword: string;
}

export class SetPasswordDto {
  /** The last part of the link. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  token: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  newPassword: string;
}
