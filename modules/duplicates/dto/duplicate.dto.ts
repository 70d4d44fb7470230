import { IsIn } from 'class-validator';
import { NOT_SAME_REASONS, type NotSameReason } from '../duplicate.queries';

export class AnswerDuplicateDto {
  @IsIn(['may_look', 'declined'])
  answer: 'may_look' | 'declined';
}

export class MarkNotSameDto {
  @IsIn(NOT_SAME_REASONS)
  why: NotSameReason;
}
