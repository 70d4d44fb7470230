import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { DecisionSources } from './decision-sources.service';

@ApiTags('tasks')
@Controller('api/v1/decisions')
export class DecisionsApiController {
  constructor(private readonly sources: DecisionSources) {}

  /** List what waits for your decision. */
  @Allow('decisions:read')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.sources.of(actor);
  }
}
