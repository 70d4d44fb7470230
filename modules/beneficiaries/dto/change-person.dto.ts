import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { IsDay } from '../../access';
import { says } from '../../platform/web/validation';
import { LIMITS } from '../person.rules';
import {
  CHOSEN_REASONS,
  type Decider,
  DECIDERS,
  type Stage,
  type StageReason,
  STAGES,
} from '../stage.rules';
import { IDENTITY_PARTS, type IdentityPart } from '../show-identity.service';

export class ChangeStageDto {
  /** The stage from which this was decided: refused where the case has another one now. */
  @IsOptional()
  @IsIn(STAGES)
  from?: Stage;

  @IsIn(STAGES)
  to: Stage;

  /** A code: free text about a person is never kept in clear. */
  @IsIn(CHOSEN_REASONS)
  reason: StageReason;

  /** Code of the list deciders; the programme's own team where left out and allowed. */
  @IsOptional()
  @IsIn(DECIDERS)
  decidedBy?: Decider;

  /** What was said about it; kept sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(LIMITS.note)
  note?: string;
}

export class AssignDto {
  /** The colleague who will hold this case as well. */
  @IsUUID()
  userId: string;

  /** The last day of their access, YYYY-MM-DD; without one it stays until it is ended. */
  @IsOptional()
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, says('common.not_date'))
  until?: string;
}

export class AssignTeamDto {
  /** The team whose members will have this case as well. */
  @IsUUID()
  teamId: string;

  /** The last day of their access, YYYY-MM-DD; without one it stays until it is ended. */
  @IsOptional()
  @IsDay()
  teamUntil?: string;
}

export class KeepApartDto {
  @IsUUID()
  otherCaseId: string;
}

export class ShowIdentityDto {
  /** Safe contact, identity and contact where left out; only those that are open to you are answered. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @IsIn(IDENTITY_PARTS, { each: true })
  parts?: IdentityPart[];
}
