import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { validateDto } from '../../platform/web/validation';
import { type PageRedirect, redirect } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { CloseHelpRequestDto } from '../dto/help.dto';
import { HelpRequests } from './help-requests.service';

@ApiTags('referrals')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1')
export class HelpRequestsApiController {
  constructor(private readonly help: HelpRequests) {}

  /**
   * List what help a person asked for on the telephone.
   * What the person asked for on the telephone, and what became of it.
   */
  @Allow('referrals:read')
  @Get('people/:id/help-asked')
  ofPerson(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.help.ofPerson(actor, id);
  }

  /**
   * Close a request for help without a referral.
   * Done without a referral.
   */
  @Allow('referrals:send')
  @Post('help-asked/:id/answer')
  done(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { reason }: CloseHelpRequestDto,
    @RequestId() requestId: string | null,
  ) {
    return this.help.close(actor, id, reason, requestId);
  }
}

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('help-asked')
export class HelpRequestsPagesController {
  constructor(private readonly help: HelpRequests) {}

  @Allow('referrals:send')
  @Post(':id/answer')
  async done(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { reason }: Record<string, unknown>,
    @RequestId() requestId: string | null,
  ): Promise<PageRedirect> {
    const said = await validateDto(CloseHelpRequestDto, { reason });
    const { caseId } = await this.help.close(actor, id, said.reason, requestId);
    return redirect(`/people/${caseId}/referrals`, {
      kind: 'success',
      key: 'referrals:help.noted',
    });
  }
}
