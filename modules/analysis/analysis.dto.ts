import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { LANGUAGES, type Language } from '../platform/shared/actor';
import { PAST_CHOICES, type PastChoice } from '../platform/shared/past-choice.rules';
import { Many, Trimmed, YesNo } from '../platform/web/posted';
import { IsDay } from '../access';
import { ANALYSIS_FORMATS, type AnalysisFormat } from './run-analysis.service';
import { READERS, type Reader, type Span, SPANS } from './analysis-query.rules';

export class QuestionDto {
  /** A measure of the catalogue. */
  @IsString()
  @MaxLength(40)
  measure: string;

  /** A dimension that the measure takes. */
  @IsString()
  @MaxLength(40)
  rows: string;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  columns?: string;

  @IsOptional()
  @IsIn(SPANS)
  span?: Span;

  /** Of the span `dates`; both days belong to it. */
  @IsOptional()
  @IsDay()
  from?: string;

  @IsOptional()
  @IsDay()
  to?: string;

  /** These values alone: `sex:female`. */
  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(120, { each: true })
  only?: string[];

  /** `inside` sees every figure; `donor` is masked as a donor's report is. */
  @IsOptional()
  @IsIn(READERS)
  reader?: Reader;

  /** What was brought in from before Mawa; inside the programme alone. */
  @IsOptional()
  @IsIn(PAST_CHOICES)
  past?: PastChoice;
}

/** The form of the page also says which measure its choices belong to. */
export class QuestionFormDto extends QuestionDto {
  @IsOptional()
  @IsString()
  @MaxLength(40)
  of?: string;
}

export class TableDto extends QuestionDto {
  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;
}

export class FileDto extends TableDto {
  @IsIn(ANALYSIS_FORMATS)
  format: AnalysisFormat;
}

export class KeepAnalysisDto {
  @Trimmed()
  @IsString()
  @IsNotEmpty()
  @MaxLength(80)
  @Matches(/^\P{Cc}*$/u)
  name: string;

  /** For all programme officers, or for oneself. */
  @YesNo()
  @IsBoolean()
  shared: boolean;

  @ValidateNested()
  @Type(() => QuestionDto)
  question: QuestionDto;
}
