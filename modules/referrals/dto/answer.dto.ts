import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  Validate,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { Whole } from '../../platform/web/posted';
import { says } from '../../platform/web/validation';
import { PROGRESS_UPDATES, type ProgressUpdate } from '../links/link-pages.service';

const ANSWERS = ['accepted', 'declined'] as const;
const LONGEST = 2000;

export class AnswerDto {
  @IsIn(ANSWERS, says('referrals.answer_missing'))
  answer: (typeof ANSWERS)[number];

  /** Code of the list referral_declines, where it is declined. */
  @IsOptional()
  @Matches(/^[a-z_]{3,40}$/, says('common.not_choice'))
  reason?: string;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST)
  note?: string;
}

export class NewsDto {
  @IsIn(PROGRESS_UPDATES, says('referrals.news_missing'))
  news: ProgressUpdate;

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(0)
  @Max(999)
  times?: number;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST)
  note?: string;
}

export class PartnerQuestionDto {
  @IsString(says('referrals.question_missing'))
  @Matches(/\S/, says('referrals.question_missing'))
  @MaxLength(LONGEST)
  question: string;
}

/** To the API the number comes in the body: an address is written down in more places. */
export class LinkNumberDto {
  @IsString()
  @MaxLength(80)
  number: string;
}

export class LinkAnswerDto extends AnswerDto {
  @IsString()
  @MaxLength(80)
  number: string;
}

export class LinkQuestionDto extends PartnerQuestionDto {
  @IsString()
  @MaxLength(80)
  number: string;
}

/** At most a dozen short answers by short names; what each may be, its page knows. */
@ValidatorConstraint({ name: 'areFacts' })
class FactsConstraint implements ValidatorConstraintInterface {
  validate(facts: unknown): boolean {
    const all = typeof facts === 'object' && facts !== null ? Object.entries(facts) : null;
    return (
      all !== null &&
      all.length <= 12 &&
      all.every(
        ([name, said]) => name.length <= 40 && typeof said === 'string' && said.length <= 40,
      )
    );
  }
}

export class FactsDto {
  @Validate(FactsConstraint, says('common.not_choice'))
  facts: Record<string, string>;
}

export class LinkFactsDto extends FactsDto {
  @IsString()
  @MaxLength(80)
  number: string;
}

export class LinkNewsDto extends NewsDto {
  @IsString()
  @MaxLength(80)
  number: string;
}
