import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { NO_ANSWERS, type NoAnswer } from '../classification/classification.rules';
import { whole } from './person-form.dto';
import { Whole } from '../../platform/web/posted';

/** One box ticked comes as text, several as a list. */
const AsList = () =>
  Transform(({ value }: { value: unknown }) =>
    value === undefined || value === null ? value : [value].flat(),
  );

/** Codes of one list; `not_known` or `declined` alone; empty: not asked. */
const Codes = (): PropertyDecorator => (target, property) => {
  for (const decorate of [
    IsOptional(),
    AsList(),
    IsArray(),
    ArrayMaxSize(300),
    IsString({ each: true }),
    MaxLength(60, { each: true }),
  ]) {
    decorate(target, property as string);
  }
};

class ElementsDto {
  @Codes()
  acts?: string[];

  @Codes()
  means?: string[];

  @Codes()
  purposes?: string[];
}

class AnswersDto {
  /** Codes of exploitation_types. */
  @Codes()
  forms?: string[];

  /** Codes of sexual_exploitation_types. */
  @Codes()
  sexualForms?: string[];

  /** Codes of labour_sectors. */
  @Codes()
  sectors?: string[];

  /** Codes of exploitation_channels. */
  @Codes()
  exploitationChannels?: string[];

  /** Codes of platforms. */
  @Codes()
  exploitationPlatforms?: string[];

  /** Codes of control_methods. */
  @Codes()
  control?: string[];

  /** Codes of motives. */
  @Codes()
  motives?: string[];

  /** Codes of recruiter_relations. */
  @Codes()
  relation?: string[];

  /** Codes of recruitment_methods. */
  @Codes()
  recruitmentMethods?: string[];

  /** Codes of platforms. */
  @Codes()
  recruitmentPlatforms?: string[];
}

class ClassificationPlaceDto {
  /** ISO 3166-1 alpha-2, `abroad` where the country is not known, `not_known` or `declined`; of transit also `none`. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  country?: string | null;

  /** 01 to 12, of Morocco. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  region?: string | null;

  /** Kept sealed; in no figure. */
  @IsOptional()
  @IsString()
  town?: string | null;
}

export class ClassifyDto {
  /** Of the classification as you read it, 0 before the first; after somebody else's it is refused (409). */
  @Whole()
  @IsInt()
  @Min(0)
  @Max(9999)
  version: number;

  /** Of the facts of the person as you read them. */
  @Whole()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  caseVersion: number;

  /** Article 448-1. Of everything here only what is named changes. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ElementsDto)
  elements?: ElementsDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => AnswersDto)
  answers?: AnswersDto;

  /** Code of start_bands. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  began?: string | null;

  /** Code of duration_bands. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  duration?: string | null;

  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? whole(value) : value))
  @IsNumber({ allowNaN: true })
  ageBegan?: number | null;

  @IsOptional()
  @IsIn(NO_ANSWERS)
  ageBeganAnswer?: NoAnswer | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => ClassificationPlaceDto)
  recruitment?: ClassificationPlaceDto;

  /** In order. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ClassificationPlaceDto)
  transit?: ClassificationPlaceDto[];

  @IsOptional()
  @ValidateNested()
  @Type(() => ClassificationPlaceDto)
  exploitation?: ClassificationPlaceDto;
}
