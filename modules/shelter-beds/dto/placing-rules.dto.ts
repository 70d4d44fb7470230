import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { AccessNeed, Sex } from '../placing/placing.types';
import { IsNight } from './civil-date.dto';
import { Whole } from '../../platform/web/posted';
import { Revision } from '../../platform/web/revision.decorator';

export class RulesRevisionDto {
  /** Of the draft as you read it: what somebody else wrote meanwhile is not written over (409). */
  @Revision()
  revision: number;
}

export class StartRulesDto {
  /** What is about to change, and why. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  note?: string;
}

export class WriteRulesDto extends RulesRevisionDto {
  /** The whole rule set: ages, numbers, points, weighs, relaxed. */
  @IsObject()
  rules: Record<string, unknown>;

  /** Where these numbers come from: a law, a standard, a decision of the programme. */
  @IsString()
  @Length(3, 600)
  source: string;

  /** What changes and why; needed before it is put in force. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  note?: string;
}

export class ApproveRulesDto extends RulesRevisionDto {
  /** The day from which it holds; at once when left out. */
  @IsOptional()
  @IsNight()
  from?: string;
}

const SEXES = ['female', 'male', 'other', 'unknown'] as const;
const NEEDS = ['none', 'no_climbing', 'step_free'] as const;

/** Somebody made up: no case stands behind. What is left out is not known. */
export class MadeUpPersonDto {
  @IsOptional()
  @IsIn(SEXES)
  sex?: Sex | 'unknown';

  /** Completed years on the first night. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(0)
  @Max(110)
  age?: number;

  /** The birthday that comes within the stay, where one does. */
  @IsOptional()
  @IsNight()
  birthday?: string;

  @IsOptional()
  @IsIn(NEEDS)
  need?: AccessNeed;

  @IsOptional()
  @IsString()
  @MaxLength(20)
  language?: string;
}

export class TrialDto {
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => MadeUpPersonDto)
  people: MadeUpPersonDto[];

  /** One family; strangers who are asked for together when left out. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    value === 'yes' ? true : value === 'no' ? false : value,
  )
  @IsBoolean()
  related?: boolean;

  @IsNight()
  from: string;

  /** The first day that is not slept there any more; open when left out. */
  @IsOptional()
  @IsNight()
  until?: string;
}
