import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { CorrectPersonDto } from '../dto/correct-person.dto';
import { Corrections } from './corrections.service';

@ApiTags('people')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/corrections')
export class CorrectionsApiController {
  constructor(private readonly corrections: Corrections) {}

  /**
   * Show the facts of a person and how they were corrected.
   * What is known now with its version, and what stood there before. Recorded.
   */
  @Allow('people:correct')
  @Get()
  async show(@CurrentActor() actor: Actor, @Id() id: string) {
    const standing = await this.corrections.standing(actor, id);
    return { ...standing, history: await this.corrections.history(actor, id) };
  }

  /** Correct facts of a person. */
  @Allow('people:correct')
  @Post()
  correct(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() correction: CorrectPersonDto,
    @RequestId() requestId: string | null,
  ) {
    return this.corrections.correct(actor, id, correction, requestId);
  }
}
