import {
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { says } from '../../platform/web/validation';
import { type TaskScope, TASK_SCOPES } from '../task.queries';
import { POSTPONE_REASONS, type PostponeReason } from '../task.rules';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class ListTasksDto {
  @IsOptional()
  @IsIn(TASK_SCOPES)
  whose?: TaskScope;

  @IsOptional()
  @IsUUID()
  caseId?: string;

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

  @Matches(DAY, says('common.not_date'))
  dueOn: string;

  @IsOptional()
  @IsUUID()
  forUserId?: string;
}

export class PostponeTaskDto {
  @Matches(DAY, says('common.not_date'))
  until: string;

  @IsIn(POSTPONE_REASONS)
  reason: PostponeReason;
}
