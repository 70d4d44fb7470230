import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const VALUE = /^[\x21-\x7e]+$/;

class ProviderDto {
  @IsString()
  @MinLength(2)
  @MaxLength(60)
  nameFr: string;

  @IsString()
  @MinLength(2)
  @MaxLength(60)
  nameAr: string;

  @IsString()
  @MinLength(2)
  @MaxLength(60)
  nameEn: string;

  /** Exactly as the provider writes it in its tokens. */
  @IsString()
  @MaxLength(300)
  issuer: string;

  @IsString()
  @MinLength(1)
  @MaxLength(300)
  @Matches(VALUE)
  clientId: string;

  /** Left out: the secret of the edition in force. */
  @IsOptional()
  @IsString()
  @MinLength(8)
  @MaxLength(1024)
  clientSecret?: string;

  /** Whose accounts it signs in; left out: those of the programme itself. */
  @IsOptional()
  @IsUUID()
  organisationId?: string;
}

export class ProposeProviderDto extends ProviderDto {
  /** Ends of the e-mail addresses of the accounts that it signs in; none: any. */
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  @Matches(DOMAIN, { each: true })
  domains: string[];

  /** Values of `amr` that show a second factor; none: Mawa asks for its own. */
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  @Matches(VALUE, { each: true })
  factorAmr: string[];

  /** Values of `acr` that show a second factor. */
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  @Matches(VALUE, { each: true })
  factorAcr: string[];

  /** No password of the organisation's accounts is accepted. */
  @IsBoolean()
  onlyWay: boolean;
}

/** The same on a page: several values in a field, apart by spaces. */
export class ProposeProviderForm extends ProviderDto {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  domains?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  factorAmr?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  factorAcr?: string;

  @IsOptional()
  @IsIn(['yes', 'no'])
  onlyWay?: string;
}
