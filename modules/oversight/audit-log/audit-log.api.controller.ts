import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { AuditFilterDto } from './audit-filter.dto';
import { AuditLogs } from './audit-log.service';

@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditLogApiController {
  constructor(private readonly log: AuditLogs) {}

  /** The latest first; `next` is the `before` of the following page. */
  @Allow('audit:read')
  @Get()
  read(@CurrentActor() actor: Actor, @Query() filter: AuditFilterDto) {
    return this.log.read(actor, filter);
  }
}
