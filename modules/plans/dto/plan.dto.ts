import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '../../access';
import { Whole } from '../../platform/web/posted';
import {
  AGREEMENT_MODES,
  type AgreementMode,
  type AgreementDecision,
  AGREEMENTS,
  type Dimension,
  DIMENSIONS,
  PROGRESS_STATES,
  type ProgressState,
  type StepActor,
  STEP_ACTORS,
} from '../plan.rules';
import { Revision } from '../../platform/web/revision.decorator';

export class AgreementDto {
  @IsIn(AGREEMENTS)
  decision: AgreementDecision;

  @IsDay()
  on: string;

  @IsIn(AGREEMENT_MODES)
  how: AgreementMode;

  /** Code of the list languages. */
  @IsString()
  @MaxLength(20)
  language: string;
}

export class PlanStepDto {
  @IsOptional()
  @IsUUID()
  key?: string;

  /** Sealed under the person's key. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  what: string;

  @IsIn(STEP_ACTORS)
  who: StepActor;

  /** Who of the team follows it up. */
  @IsOptional()
  @IsUUID()
  userId?: string;

  @IsOptional()
  @IsDay()
  dueOn?: string;
}

export class GoalDto {
  @IsOptional()
  @IsUUID()
  key?: string;

  @IsIn(DIMENSIONS)
  dimension: Dimension;

  /** Sealed under the person's key. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(300)
  title: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => PlanStepDto)
  steps?: PlanStepDto[];
}

export class WritePlanDto {
  @Revision()
  revision: number;

  /** In the person's own words; sealed under the person's key. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  wishes?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => AgreementDto)
  agreement?: AgreementDto;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => GoalDto)
  goals?: GoalDto[];
}

export class SendPlanDto {
  @IsUUID()
  approverId: string;
}

export class ReturnPlanDto {
  /** Sealed under the person's key. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(1000)
  note: string;
}

export class ProgressDto {
  @IsIn(['goal', 'step'])
  of: 'goal' | 'step';

  @IsUUID()
  key: string;

  @IsIn(PROGRESS_STATES)
  state: ProgressState;

  /** Sealed under the person's key. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  note?: string;
}

export class CompareDto {
  @Whole()
  @IsInt()
  @Min(1)
  @Max(999)
  from: number;

  @Whole()
  @IsInt()
  @Min(1)
  @Max(999)
  to: number;
}
