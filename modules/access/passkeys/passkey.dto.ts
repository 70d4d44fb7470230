import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

const LONGEST = 16_384;

/** What an authenticator answered, as JSON (WebAuthn, `PublicKeyCredential.toJSON`). */
export class PasskeyDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST)
  passkey: string;
}

export class NewPasskeyDto extends PasskeyDto {
  /** What its owner calls it. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  name: string;
}
