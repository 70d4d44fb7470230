import { Body, Controller, Get, Param, ParseUUIDPipe, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { AskedNotFound } from '../audit';
import type { Actor } from '../../src/shared/actor';
import { Consents } from './consents.service';
import { RecordConsentDto } from './dto/record-consent.dto';

@ApiTags('consents')
@UseInterceptors(AskedNotFound)
@Controller('api/v1/people/:id/consents')
export class ConsentsApiController {
  constructor(private readonly consents: Consents) {}

  @Allow('consents:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    return this.consents.list(actor, id);
  }

  @Allow('consents:record')
  @Post()
  record(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RecordConsentDto,
    @RequestId() requestId: string | null,
  ) {
    return this.consents.record(actor, id, body, requestId);
  }
}
