import { Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { Notices } from './notices.service';

@ApiTags('shares')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/notices')
export class NoticesApiController {
  constructor(private readonly notices: Notices) {}

  /** List the notices of withdrawn consents sent to you. */
  @Allow('notices:read')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.notices.list(actor);
  }

  /** Acknowledge a notice of a withdrawn consent. */
  @Allow('notices:read')
  @Post(':noticeId/acknowledgement')
  acknowledge(@CurrentActor() actor: Actor, @Id('noticeId') id: string) {
    return this.notices.acknowledge(actor, id);
  }
}
