import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { IsDay } from '../../access';
import { says } from '../../platform/web/validation';
import { type TaskScope, TASK_SCOPES } from '../task.queries';
import { DUE_STATES, type DueState, POSTPONE_REASONS, type PostponeReason } from '../task.rules';

export class ListTasksDto {
  @IsOptional()
  @IsIn(TASK_SCOPES)
  whose?: TaskScope;

  @IsOptional()
  @IsUUID()
  caseId?: string;

  @IsOptional()
  @Matches(/^[a-z_]{3,40}$/)
  kind?: string;

  @IsOptional()
  @IsIn(DUE_STATES)
  when?: DueState;

  /** A house: tasks about people who stay there, or have a bed there. */
  @IsOptional()
  @IsUUID()
  shelterId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(80)
  after?: string;
}

export class MakeTaskDto {
  @IsUUID()
  caseId: string;

  /** Sealed under the person's key. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  title: string;

  @IsDay()
  dueOn: string;

  @IsOptional()
  @IsUUID()
  forUserId?: string;
}

export class PostponeTaskDto {
  @IsDay()
  until: string;

  @IsIn(POSTPONE_REASONS)
  reason: PostponeReason;
}

const listed = ({ value }: { value: unknown }) =>
  value === undefined || value === null ? [] : [value].flat();

export class ChosenTasksDto {
  @Transform(listed)
  @ArrayNotEmpty(says('plans.none_chosen'))
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  ids: string[];
}

export class PostponeChosenDto extends ChosenTasksDto {
  @IsDay()
  until: string;

  @IsIn(POSTPONE_REASONS)
  reason: PostponeReason;
}

export class DelegateTaskDto {
  /** A colleague who may read the care of this person. */
  @IsUUID()
  toUserId: string;
}
