import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class ProofDto {
  /** A code of the authenticator app or a recovery code; of an account without a second factor, its password. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  proof: string;
}

/** The same on a page, under a name that is never given back. */
export class ProofForm {
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  otp: string;
}
