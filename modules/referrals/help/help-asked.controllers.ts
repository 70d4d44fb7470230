import { Body, Controller, Get, Param, ParseUUIDPipe, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { AskedNotFound } from '../../audit';
import type { Actor } from '../../../src/shared/actor';
import { checked } from '../../../src/web/validation';
import { type PageRedirect, redirect } from '../../../src/web/page';
import { HelpDoneDto } from '../dto/help.dto';
import { HelpAsked } from './help-asked.service';

@ApiTags('referrals')
@UseInterceptors(AskedNotFound)
@Controller('api/v1')
export class HelpAskedApiController {
  constructor(private readonly help: HelpAsked) {}

  /** What the person asked for on the telephone, and what became of it. */
  @Allow('referrals:read')
  @Get('people/:id/help-asked')
  ofPerson(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    return this.help.ofPerson(actor, id);
  }

  /** Done without a referral. */
  @Allow('referrals:send')
  @Post('help-asked/:id/answer')
  done(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: HelpDoneDto,
    @RequestId() requestId: string | null,
  ) {
    return this.help.done(actor, id, reason, requestId);
  }
}

@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('help-asked')
export class HelpAskedPagesController {
  constructor(private readonly help: HelpAsked) {}

  @Allow('referrals:send')
  @Post(':id/answer')
  async done(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: Record<string, unknown>,
    @RequestId() requestId: string | null,
  ): Promise<PageRedirect> {
    const said = await checked(HelpDoneDto, { reason });
    const { caseId } = await this.help.done(actor, id, said.reason, requestId);
    return redirect(`/people/${caseId}/referrals`, {
      kind: 'success',
      key: 'referrals:help.noted',
    });
  }
}
