import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { actWords } from '../audit-log/audit-acts.view';
import { SignInListDto } from './sign-ins.dto';
import { FailedSignIns } from './sign-ins.service';

@ApiExcludeController()
@Controller('admin/sign-ins')
export class SignInsPagesController {
  constructor(private readonly signIns: FailedSignIns) {}

  @Allow('sign-ins:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() { before }: SignInListDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const { accounts, lines, next } = await this.signIns.list(actor, before);
    return page('audit/sign-ins', {
      title: translate(mawa.language, 'audit:sign_ins'),
      accounts,
      lines: lines.map((line) => ({ ...line, words: actWords(mawa.language, line.action) })),
      nextPath: next && `/admin/sign-ins?before=${next}`,
    });
  }
}
