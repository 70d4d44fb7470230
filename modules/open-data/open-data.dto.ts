import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Trimmed, Whole } from '../platform/web/posted';
import { says } from '../platform/web/validation';

const asked = says('common.not_choice');
/** OrganisationType of IATI. */
export const ORGANISATION_TYPES = [
  10, 11, 15, 21, 22, 23, 24, 30, 40, 60, 70, 71, 72, 73, 80, 90,
] as const;
export const SEXES = ['all', 'female', 'male'] as const;
export const AGES = ['all', '0-17', '18+'] as const;

const Ticked = () =>
  Transform(({ value }: { value: unknown }) =>
    value === 'yes' || value === 'true' ? true : value === 'no' || value === '' ? false : value,
  );
export class MakeOpenDataDto {
  @IsUUID('all', asked)
  grantId: string;

  /** Up to the end of it: 2026-Q3. */
  @Matches(/^20\d{2}-Q[1-4]$/, asked)
  quarter: string;
}

export class ReferenceDto {
  /** As the organisation is known here. */
  @Matches(/^[A-Z0-9][A-Z0-9_-]{1,19}$/, asked)
  code: string;

  /** As IATI knows it: XM-DAC-47066. */
  @IsString()
  @Trimmed()
  @Matches(/^[A-Z]{2,3}-[A-Za-z0-9][A-Za-z0-9._:-]{1,60}$/, says('open-data.reference'))
  ref: string;

  @Whole()
  @IsIn(ORGANISATION_TYPES, asked)
  type: number;

  /** Five digits, where the DAC has one. */
  @IsOptional()
  @Matches(/^(\d{5})?$/, says('open-data.channel'))
  channel?: string;

  @IsString()
  @Trimmed()
  @Length(3, 300, says('open-data.source'))
  source: string;

  /** The source was read. */
  @IsOptional()
  @Ticked()
  @IsBoolean(asked)
  verified?: boolean;
}

export class PopulationDto {
  @Whole()
  @IsInt(says('open-data.year'))
  @Min(2000, says('open-data.year'))
  @Max(2100, says('open-data.year'))
  year: number;

  @IsIn(SEXES, asked)
  sex: (typeof SEXES)[number];

  @IsIn(AGES, asked)
  age: (typeof AGES)[number];

  @Whole()
  @IsInt(says('open-data.population'))
  @Min(100_000, says('open-data.population'))
  @Max(200_000_000, says('open-data.population'))
  people: number;

  @IsString()
  @Trimmed()
  @Length(3, 300, says('open-data.source'))
  source: string;

  @IsOptional()
  @Ticked()
  @IsBoolean(asked)
  verified?: boolean;
}
