import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Whole } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import { LIMITS } from '../person.rules';
import {
  type Agreement,
  AGREEMENTS,
  type Conclusion,
  CONCLUSIONS,
  type Institution,
  INSTITUTIONS,
  type Method,
  METHODS,
  type Withdrawal,
  WITHDRAWALS,
} from './assessment.rules';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const OLDEST = 120;
const MOST_MARGIN = 10;
const AsList = () =>
  Transform(({ value }: { value: unknown }) => (value === undefined ? [] : [value].flat()));
const AGE = says('people.age_out_of_range', { oldest: OLDEST });
const MARGIN = says('ages.margin', { most: MOST_MARGIN });

class ResultDto {
  /** The day of the assessment, YYYY-MM-DD. */
  @Matches(DAY, says('common.not_date'))
  on: string;

  /** How it was done; an x-ray of bones is contested and never stands alone. */
  @AsList()
  @IsArray()
  @ArrayMinSize(1, says('ages.no_method'))
  @ArrayMaxSize(METHODS.length)
  @IsIn(METHODS, { each: true })
  methods: Method[] = [];

  /** Which kind of institution did it. */
  @IsIn(INSTITUTIONS, says('ages.which_institution'))
  institution: Institution;

  /** Completed years on that day, from … */
  @Whole()
  @IsInt(AGE)
  @Min(0, AGE)
  @Max(OLDEST, AGE)
  low: number;

  /** … to. */
  @Whole()
  @IsInt(AGE)
  @Min(0, AGE)
  @Max(OLDEST, AGE)
  high: number;

  /** Years that it may be off, either way. */
  @Whole()
  @IsInt(MARGIN)
  @Min(0, MARGIN)
  @Max(MOST_MARGIN, MARGIN)
  margin: number;

  @IsIn(CONCLUSIONS, says('ages.which_conclusion'))
  conclusion: Conclusion;

  /** Whether the person, or who decides for them, agreed to it. */
  @IsIn(AGREEMENTS, says('ages.which_agreement'))
  agreement: Agreement;

  /** Sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(LIMITS.note)
  note?: string;
}

export class AssessAgeDto extends ResultDto {
  /** The range reaches over majority, and the person is taken for a child. */
  @IsBoolean()
  benefitOfDoubt: boolean;
}

export class AssessAgeForm extends ResultDto {
  @IsOptional()
  @IsIn(['yes'])
  benefitOfDoubt?: 'yes';
}

export class WithdrawAssessmentDto {
  @IsIn(WITHDRAWALS, says('ages.why_withdrawn'))
  why: Withdrawal;
}
