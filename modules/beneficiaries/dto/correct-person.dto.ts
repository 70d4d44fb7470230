import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, Min, ValidateNested } from 'class-validator';
import {
  type PersonCorrectionReason,
  PERSON_CORRECTION_REASONS,
} from '../corrections/correction.rules';
import { PersonForm } from './person-form.dto';
import { PersonDto } from './register-people.dto';
import { Whole } from '../../platform/web/posted';

export class CorrectPersonDto {
  /** Of the case when you read it; after somebody else's correction it is refused (409). */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version: number;

  @IsIn(PERSON_CORRECTION_REASONS)
  why: PersonCorrectionReason;

  /** Only what is named here changes; null means "not known". The day of registration stays. */
  @ValidateNested()
  @Type(() => PersonDto)
  person: PersonDto;
}

class CorrectedPersonForm extends PersonForm {
  @IsOptional()
  @IsString()
  ageCertainty?: string;
}

export class CorrectPersonForm {
  @Whole()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version: number;

  @IsIn(PERSON_CORRECTION_REASONS)
  why: PersonCorrectionReason;

  @ValidateNested()
  @Type(() => CorrectedPersonForm)
  person: CorrectedPersonForm = new CorrectedPersonForm();
}
