import { IsIn } from 'class-validator';
import { WHYS_APART, type WhyApart } from '../duplicate.queries';

export class AnswerDuplicateDto {
  @IsIn(['may_look', 'declined'])
  answer: 'may_look' | 'declined';
}

export class TellApartDto {
  @IsIn(WHYS_APART)
  why: WhyApart;
}
