import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { SetPasswordForm } from '../dto/password.dto';

export class RequestPasswordResetDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(254)
  email: string;
}

export class ResetPasswordForm extends SetPasswordForm {
  /** Of the authenticator app, or a recovery code: for accounts that have a second factor. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  otp?: string;
}
