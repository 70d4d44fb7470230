import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { ConfirmSetupStepDto } from './checklist.dto';
import { isComplete } from './checklist.rules';
import { SetupChecklist } from './checklist.service';

@ApiTags('setup')
@Controller('api/v1/setup-checklist')
export class ChecklistApiController {
  constructor(private readonly checklist: SetupChecklist) {}

  /** Show what is left to set up. */
  @Allow('setup:read')
  @Get()
  async list(@CurrentActor() actor: Actor) {
    const items = await this.checklist.of(actor);
    return { complete: isComplete(items), items };
  }

  /** Confirm that a step of the setup is done. */
  @Allow('setup:confirm')
  @Post('confirmations')
  @HttpCode(204)
  confirm(
    @CurrentActor() actor: Actor,
    @Body() { subject, keyCheck, mailCode }: ConfirmSetupStepDto,
  ): Promise<void> {
    return this.checklist.confirm(actor, subject, keyCheck ?? mailCode);
  }

  /**
   * Send a test mail to your own address.
   * Sent to one's own address; its code confirms the subject `mail`.
   */
  @Allow('setup:confirm')
  @Post('test-mails')
  @HttpCode(204)
  testMail(@CurrentActor() actor: Actor): Promise<void> {
    return this.checklist.sendTestMail(actor);
  }
}
