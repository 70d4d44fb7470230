import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { RecognitionWorklist } from './worklist.service';

@ApiTags('recognition of prior learning')
@Controller('api/v1/training/recognition')
export class WorklistApiController {
  constructor(private readonly worklist: RecognitionWorklist) {}

  /**
   * List the recognition procedures under way.
   * Procedures under way of the people whom one sees. Recorded.
   */
  @Allow('training:read')
  @Get()
  async all(@CurrentActor() actor: Actor) {
    return (await this.worklist.of(actor)).rows;
  }
}
