import { IsIn } from 'class-validator';
import { says } from '../../platform/web/validation';
import { HELP_CLOSING_REASONS, type HelpClosingReason } from '../help/help-requests.queries';

export class CloseHelpRequestDto {
  @IsIn(HELP_CLOSING_REASONS, says('referrals.help_how'))
  reason: HelpClosingReason;
}
