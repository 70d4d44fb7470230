import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
} from 'class-validator';
import { says } from '../platform/web/validation';
import type { FormValues } from '../beneficiaries';
import { CANCEL_REASONS, type CancelReason } from './end-intake.service';
import { STEPS } from './intake.rules';
import { Revision } from '../platform/web/revision.decorator';

const THEN = ['stay', 'next', 'skip', 'back', ...STEPS] as const;

export class BeginIntakeDto {
  /** How each of the others is related to the first, by code of the list relations. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(19)
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  others?: string[];
}

export class SaveStepDto {
  /** Of the intake as you read it. */
  @Revision()
  revision: number;

  /**
   * The fields of this step by their name, `people.0.names.given`; a list where several may be ticked.
   * What is left out of a person who is named here is emptied; right or not, all of it is kept.
   */
  @IsObject()
  answers: FormValues;

  /** The fields of this step as you read them: then what another device saved meanwhile is merged. */
  @IsOptional()
  @IsObject()
  was?: FormValues;

  /** Where the intake stands afterwards; `next` stays where something is not right yet. */
  @IsOptional()
  @IsIn(THEN)
  then?: (typeof THEN)[number];
}

class IntakeRevisionDto {
  @Revision()
  revision: number;
}

export class AddPersonDto extends IntakeRevisionDto {
  /** Code of the list relations, to the first person; empty where it is not known. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  relation?: string;
}

export class MovePersonDto extends IntakeRevisionDto {}
export class RegisterIntakeDto extends IntakeRevisionDto {}

export class CancelIntakeDto {
  @IsIn(CANCEL_REASONS, says('intake.cancel_reason'))
  reason: CancelReason;
}

export class HandOverDto {
  @IsUUID('all', says('intake.choose_colleague'))
  userId: string;
}
