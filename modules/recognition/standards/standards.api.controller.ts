import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { AddStandardDto } from '../recognition.dto';
import { Standards } from './standards.service';

@ApiTags('recognition of prior learning')
@Controller('api/v1/training/standards')
export class StandardsApiController {
  constructor(private readonly standards: Standards) {}

  /**
   * List the occupational standards.
   * Every edition with its units, the last one of each standard first.
   */
  @Allow('training:offers')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.standards.all(actor);
  }

  /** Show an occupational standard with its units. */
  @Allow('training:offers')
  @Get(':standardId')
  one(@CurrentActor() actor: Actor, @Id('standardId') id: string) {
    return this.standards.one(actor, id);
  }

  /** Add an occupational standard. */
  @Allow('recognition:standards')
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Body() body: AddStandardDto,
    @RequestId() requestId: string | null,
  ) {
    return this.standards.add(actor, body, requestId);
  }

  /**
   * Add an edition of an occupational standard.
   * What changed is another edition; procedures under way keep theirs.
   */
  @Allow('recognition:standards')
  @Post(':standardId/editions')
  addEdition(
    @CurrentActor() actor: Actor,
    @Id('standardId') id: string,
    @Body() body: AddStandardDto,
    @RequestId() requestId: string | null,
  ) {
    return this.standards.addEdition(actor, id, body, requestId);
  }
}
