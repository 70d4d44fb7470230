import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { IsDay } from '../access';
import { PAST_CHOICES, type PastChoice } from '../platform/shared/past-choice.rules';
import { Many, Trimmed } from '../platform/web/posted';
import { says } from '../platform/web/validation';
import { DIRECTIONS, FRAMEWORKS, LEVELS, SPLITS, UNITS } from './indicator.rules';

const NUMBER = /^\d{1,9}([.,]\d{1,2})?$/;
const QUARTER = /^20\d{2}-Q[1-4]$/;
const asked = says('common.not_choice');
/** As it is typed here: "12,5" is twelve and a half. */
const Figure = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.replace(/\s/g, '').replace(',', '.') : value,
  );

export class PastAskedDto {
  /** What was brought in from before Mawa: `without`, `with` or `alone`. */
  @IsOptional()
  @IsIn(PAST_CHOICES, asked)
  past?: PastChoice;
}

export class QuarterAskedDto extends PastAskedDto {
  /** Year and quarter: 2026-Q3; the last one that is over where left out. */
  @IsOptional()
  @Matches(QUARTER, asked)
  quarter?: string;
}

export class DefineIndicatorDto {
  @IsIn(FRAMEWORKS, asked)
  framework: (typeof FRAMEWORKS)[number];

  @Matches(/^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$/, says('indicators.code'))
  code: string;

  @IsIn(LEVELS, asked)
  level: (typeof LEVELS)[number];

  @IsString()
  @Trimmed()
  @Length(3, 200, says('indicators.title'))
  titleFr: string;

  @IsString()
  @Trimmed()
  @Length(3, 200, says('indicators.title'))
  titleAr: string;

  @IsString()
  @Trimmed()
  @Length(3, 200, says('indicators.title'))
  titleEn: string;

  @IsIn(UNITS, asked)
  unit: (typeof UNITS)[number];

  @IsIn(DIRECTIONS, asked)
  direction: (typeof DIRECTIONS)[number];

  @IsOptional()
  @Figure()
  @Matches(NUMBER, says('indicators.number'))
  baseline?: string;

  @IsOptional()
  @IsDay()
  baselineOn?: string;

  /** A figure of a module; by hand where left out. */
  @IsOptional()
  @Matches(/^[a-z0-9_]{3,40}$/, asked)
  measure?: string;

  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(3)
  @IsIn(SPLITS, { ...asked, each: true })
  split?: (typeof SPLITS)[number][];

  @IsString()
  @Trimmed()
  @Length(3, 300, says('indicators.source'))
  source: string;

  @IsOptional()
  @IsUUID(undefined, asked)
  ownerId?: string;
}

export class AimDto {
  @Matches(QUARTER, asked)
  quarter: string;

  @Figure()
  @Matches(NUMBER, says('indicators.number'))
  number: string;

  /** Why a target is moved. */
  @IsOptional()
  @IsString()
  @Trimmed()
  @Length(3, 300, says('indicators.moved_why'))
  reason?: string;
}

export class CountDto {
  @Matches(QUARTER, asked)
  quarter: string;

  @Figure()
  @Matches(NUMBER, says('indicators.number'))
  number: string;

  @IsOptional()
  @Figure()
  @Matches(NUMBER, says('indicators.number'))
  women?: string;

  /** Where the paper is that somebody else can look at. */
  @IsString()
  @MaxLength(300)
  @Trimmed()
  @Length(3, 300, says('indicators.evidence'))
  evidence: string;
}

export class LookDto {
  @Transform(({ value }) => (value === 'yes' ? true : value === 'no' ? false : (value as unknown)))
  @IsBoolean(asked)
  stands: boolean;
}
