import { IsOptional, IsUUID } from 'class-validator';
import { IsDay } from '../../access';

export class NameDeputyDto {
  /** Who is absent; oneself where left out. Somebody else: a case supervisor asks, an administrator confirms. */
  @IsOptional()
  @IsUUID()
  absentId?: string;

  @IsUUID()
  deputyId: string;

  /** The first day, YYYY-MM-DD; at once where left out. */
  @IsOptional()
  @IsDay()
  from?: string;

  /** The last day, at most 92 days after the first. */
  @IsDay()
  until: string;
}

export class HandOverCaseloadDto {
  /** Whose files; one's own where left out. */
  @IsOptional()
  @IsUUID()
  fromId?: string;

  @IsUUID()
  toId: string;
}
