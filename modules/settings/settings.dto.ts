import { IsDefined, IsIn, IsObject, IsOptional, IsString, Length } from 'class-validator';
import { IsDay } from '../access';
import { Trimmed } from '../platform/web/posted';
import { says } from '../platform/web/validation';
import { SETTING_DECISIONS, type SettingDecision } from './setting-proposals.service';

/** Why a planned change is taken back before its day. */
export class CancelSettingDto {
  /** Where a change comes from: a decision, an agreement, a law. */
  @IsString(says('settings.no_source'))
  @Trimmed()
  @Length(3, 300, says('settings.no_source'))
  source: string;
}

class SettingChangeDto extends CancelSettingDto {
  /** From this day on, today at the earliest; of rows with a day from tomorrow on. */
  @IsDay()
  from: string;
}

/** The value as it is kept: a number, a record, or a list of rows, as the definition says. */
export class ProposeSettingDto extends SettingChangeDto {
  @IsDefined()
  value: unknown;
}

/** The value as people type it. */
export class TypedSettingDto extends SettingChangeDto {
  @IsOptional()
  @IsObject()
  parts?: Record<string, unknown>;

  @IsOptional()
  @IsObject()
  rows?: Record<string, Record<string, unknown>>;
}

export class DecideSettingDto {
  @IsIn(SETTING_DECISIONS)
  decision: SettingDecision;
}
