import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { Allow, CurrentActor } from '../decorators';
import { AuditFilterDto, OUTCOMES } from './audit-filter.dto';
import { AuditLogs } from './audit-log.service';

const pathOf = (filter: Partial<Record<keyof AuditFilterDto, string>>): string => {
  const asked = Object.entries(filter).filter(([, value]) => value);
  return asked.length > 0 ? `/audit?${new URLSearchParams(asked)}` : '/audit';
};

@ApiExcludeController()
@Controller('audit')
export class AuditLogPagesController {
  constructor(private readonly log: AuditLogs) {}

  @Allow('audit:read')
  @Get()
  async read(
    @CurrentActor() actor: Actor,
    @Query() filter: AuditFilterDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const { lines, next } = await this.log.read(actor, filter);
    const { before, ...asked } = filter;
    const say = (key: string) => translate(mawa.language, key);
    return page('access/audit', {
      title: say('audit:title'),
      lines: lines.map((line) => ({
        ...line,
        ids: line.ids.map((id) => ({ id, path: pathOf({ id }) })),
        whoPath: line.actorId && pathOf({ who: line.actorId }),
        isDone: line.outcome === 'done',
      })),
      filter: asked,
      filtered: Object.values(asked).some((value) => value !== undefined),
      actors: (await this.log.actors(actor)).map(({ id, name }) => ({ value: id, label: name })),
      outcomes: OUTCOMES.map((value) => ({ value, label: say(`audit:outcome.${value}`) })),
      firstPath: before ? pathOf(asked) : null,
      nextPath: next === null ? null : pathOf({ ...asked, before: next }),
    });
  }
}

@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditLogApiController {
  constructor(private readonly log: AuditLogs) {}

  /**
   * List the entries of the audit log.
   * The latest first; `next` is the `before` of the following page.
   */
  @Allow('audit:read')
  @Get()
  read(@CurrentActor() actor: Actor, @Query() filter: AuditFilterDto) {
    return this.log.read(actor, filter);
  }
}
