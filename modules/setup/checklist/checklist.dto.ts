import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { CONFIRMED_SUBJECTS, type ConfirmedSubject } from './checklist.rules';

export class ConfirmSetupStepDto {
  @IsIn(CONFIRMED_SUBJECTS)
  subject: ConfirmedSubject;

  /** Of `key_copy`: what `mawa keys check FILE` prints of the copy. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  keyCheck?: string;

  /** Of `mail`: the code in the test mail. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  mailCode?: string;
}
