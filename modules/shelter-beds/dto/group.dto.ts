import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsOptional,
  IsString,
  IsUUID,
  Length,
} from 'class-validator';
import { asList } from './as-list.dto';

export class NewGroupDto {
  /** The requests to be weighed together, all of them open. */
  @Transform(asList)
  @ArrayMinSize(2)
  @ArrayMaxSize(120)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  requestIds: string[];
}

export class GroupMoveDto {
  @IsUUID()
  requestId: string;

  /** Where the party is to go; left out: wherever it suits best. */
  @IsOptional()
  @IsUUID()
  shelterId?: string;
}

export class LeaveOutDto {
  @IsUUID()
  requestId: string;
}

export class ConfirmGroupDto {
  /** Which parties are held now; each whole or not at all. */
  @Transform(asList)
  @ArrayMinSize(1)
  @ArrayMaxSize(120)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  requestIds: string[];

  /** Needed where something is not known: what was asked, and what was answered. */
  @IsOptional()
  @IsString()
  @Length(3, 100)
  reason?: string;
}
