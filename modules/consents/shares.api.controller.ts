import { Body, Controller, Get, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { ListSharesDto, OpenShareDto } from './dto/share.dto';
import { Notices } from './notices.service';
import { Shares } from './shares.service';

@ApiTags('shares')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1')
export class SharesApiController {
  constructor(
    private readonly shares: Shares,
    private readonly notices: Notices,
  ) {}

  /** List the disclosures to partners. */
  @Allow('shares:read')
  @Get('shares')
  register(@CurrentActor() actor: Actor, @Query() { after, ...filter }: ListSharesDto) {
    return this.shares.register(actor, filter, after ?? null);
  }

  /** List what of a person is shared with partners. */
  @Allow('shares:read')
  @Get('people/:id/shares')
  list(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.shares.ofPerson(actor, id);
  }

  /** Share facts of a person with a partner. */
  @Allow('shares:open')
  @Post('people/:id/shares')
  open(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: OpenShareDto,
    @RequestId() requestId: string | null,
  ) {
    return this.shares.open(actor, id, body, requestId);
  }

  /** End the sharing of facts with a partner. */
  @Allow('shares:open')
  @Post('people/:id/shares/:shareId/end')
  end(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('shareId') shareId: string,
    @RequestId() requestId: string | null,
  ) {
    return this.shares.end(actor, id, shareId, requestId);
  }

  /**
   * Record that a partner knows of the end of a share.
   * The partner has no account: somebody called.
   */
  @Allow('shares:open')
  @Post('people/:id/shares/:shareId/acknowledgement')
  acknowledge(@CurrentActor() actor: Actor, @Id() id: string, @Id('shareId') shareId: string) {
    return this.notices.acknowledgeByPhone(actor, id, shareId);
  }
}
