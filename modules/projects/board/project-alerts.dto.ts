import { IsIn, IsOptional } from 'class-validator';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import { type ProjectAlert, PROJECT_ALERTS } from './project-alerts.rules';

export class ProjectAlertFilterDto {
  /** Only projects that ask for this. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(PROJECT_ALERTS, says('common.not_choice'))
  ask?: ProjectAlert;
}
