import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsUUID } from 'class-validator';
import { CHOSEN_REASONS, type Stage, type StageReason, STAGES } from '../stage.rules';
import { IDENTITY_PARTS, type IdentityPart } from '../show-identity.service';

export class ChangeStageDto {
  @IsIn(STAGES)
  to: Stage;

  /** A code: free text about a person is never kept in clear. */
  @IsIn(CHOSEN_REASONS)
  reason: StageReason;
}

export class AssignDto {
  /** The colleague who will hold this case as well. */
  @IsUUID()
  userId: string;
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
