import { Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { Notices } from './notices.service';

/** Notices to a partner about ended shares, without the person and the reason. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('notices')
export class NoticesPagesController {
  constructor(private readonly notices: Notices) {}

  @Allow('notices:read')
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return page('consents/notices', {
      title: translate(mawa.language, 'consents:notices.title'),
      notices: await this.notices.list(actor),
    });
  }

  @Allow('notices:read')
  @Post(':noticeId/acknowledgement')
  async acknowledge(
    @CurrentActor() actor: Actor,
    @Id('noticeId') id: string,
  ): Promise<PageRedirect> {
    await this.notices.acknowledge(actor, id);
    return redirect('/notices', { kind: 'success', key: 'consents:notices.acknowledged' });
  }
}
